"use strict";
/* Colours and completion for the SPARQL page, when a person asks for them: the editor is heavier than the rest of the page together, and a plain field
   reads better with a screen reader. Without scripts, or without the editor fetched, the field stays what it is. Nothing is asked of other servers. */
(() => {
  const button = document.getElementById("editor-switch");
  const field = document.getElementById("query");
  if (!button || !field) return;
  const told = document.getElementById("editor-told");
  let editor = null;
  let box = null;

  const load = () => new Promise((done, failed) => {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = button.dataset.style;
    document.head.prepend(style);
    const script = document.createElement("script");
    script.src = button.dataset.script;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });

  const matches = (word, typed) => {
    const sought = typed.toLowerCase();
    return word[0].toLowerCase().startsWith(sought) || word[1].toLowerCase().includes(sought);
  };

  const build = ({ prefixes, words }) => {
    const Yasqe = window.Yasqe.default || window.Yasqe;
    const names = new Map(words);
    Yasqe.registerAutocompleter({
      name: "doelengraaf",
      bulk: false,
      autoShow: false,
      isValidCompletionPosition: (yasqe) => !yasqe.getCompleteToken().string.startsWith("?"),
      preProcessToken: (yasqe, token) => token,
      postProcessSuggestion: (yasqe, token, text) => text,
      postprocessHints: (yasqe, hints) => hints.map((hint) => ({ ...hint, displayText: `${hint.text}  ${names.get(hint.text) || ""}` })),
      get: (yasqe, token) => {
        const typed = (token ? token.string : "").trim().replace(/^</, "");
        return words.filter((word) => matches(word, typed)).slice(0, 60).map((word) => word[0]);
      },
    }, false);
    /* Set before the editor is made: given to it, a list is merged with its own, which asks other servers. */
    Yasqe.defaults.autocompleters = ["variables", "doelengraaf"];
    box = document.createElement("div");
    box.className = "editor";
    field.after(box);
    editor = new Yasqe(box, {
      value: field.value,
      screenReaderLabel: button.dataset.label,
      showQueryButton: false,
      createShareableLink: null,
      persistenceId: null,
      resizeable: false,
      lineWrapping: true,
      extraKeys: { ...Yasqe.defaults.extraKeys, Tab: false, "Shift-Tab": false, "Ctrl-Enter": () => field.form.requestSubmit(), "Cmd-Enter": () => field.form.requestSubmit() },
    });
    editor.on("change", () => { field.value = editor.getValue(); });
    editor.getInputField().setAttribute("aria-describedby", "help-query editor-told");
    editor.setSize(null, "auto");
    /* What the page puts before a query itself is no mistake in it. */
    const mode = editor.getMode();
    const start = mode.startState;
    mode.startState = (...given) => {
      const state = start.apply(mode, given);
      Object.assign(state.prefixes, prefixes);
      return state;
    };
  };

  const nameSuggestions = new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node.classList && node.classList.contains("CodeMirror-hints")) {
          node.setAttribute("role", "listbox");
          node.setAttribute("aria-label", button.dataset.suggestions);
          for (const item of node.children) item.setAttribute("role", "option");
        }
      }
    }
  });

  const turn = async () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    if (on && !editor) {
      button.disabled = true;
      try {
        const [, answer] = await Promise.all([load(), fetch(button.dataset.words)]);
        build(await answer.json());
        nameSuggestions.observe(box.firstElementChild, { childList: true });
      } catch {
        told.hidden = false;
        told.textContent = button.dataset.failed;
        return;
      } finally {
        button.disabled = false;
      }
    }
    if (on) editor.setValue(field.value);
    field.hidden = on;
    box.hidden = !on;
    told.hidden = !on;
    button.setAttribute("aria-pressed", String(on));
    if (on) {
      editor.refresh();
      editor.focus();
    } else {
      field.focus();
    }
  };

  button.hidden = false;
  button.addEventListener("click", turn);
})();
