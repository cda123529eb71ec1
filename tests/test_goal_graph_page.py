"""The goal tree: what stands where, how sure it is, what folds, and the picture that says the same as the list."""

import re

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from doelengraaf.goal_graph import GoalGraph, read_goal_graph
from doelengraaf.goal_tree import LOOSE, NO_EFFECT, Branch, Folds, around, overview, roots_of_all, tree_under
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.store import Store
from web.app import create_app
from web.text_width import width, wrap

AGENDAS = ["cranendonck", "krimpenerwaard", "vijfheerenlanden", "wijk-bij-duurstede"]
WHEEL = "wheel/sociale-leefomgeving"


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


@pytest.fixture(scope="module")
def krimpenerwaard(store: Store) -> GoalGraph:
    graph = read_goal_graph(store, "krimpenerwaard")
    assert graph
    return graph


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.get_data(as_text=True)


def keys(branches: list[Branch]) -> set[str]:
    return {branch.node.key for root in branches for branch in root.walk()}


def test_the_graph_holds_what_the_agenda_holds(krimpenerwaard: GoalGraph) -> None:
    # The goal tree of the agenda: 24 goals with 15 subgoals in 12 wheels.
    for layer, number in (("goal", 24), ("subgoal", 15), ("area", 12), ("effect", 26)):
        assert len(krimpenerwaard.of_layer(layer)) == number


def test_the_municipality_is_no_partner_of_itself(krimpenerwaard: GoalGraph) -> None:
    itself = [node.name for node in krimpenerwaard.of_layer("partner") if node.kind[0] == "de gemeente zelf"]
    assert itself == ["gemeente Krimpenerwaard"]


def test_a_basis_takes_the_surer_ones_with_it(krimpenerwaard: GoalGraph) -> None:
    counts = [len(krimpenerwaard.upto(basis).ties) for basis in ("stated", "interpreted", "derived")]
    assert counts[0] < counts[1] < counts[2] == len(krimpenerwaard.ties)
    assert {tie.basis for tie in krimpenerwaard.upto("stated").ties} == {"stated"}


def test_the_overview_puts_goals_under_effect_and_wheel(krimpenerwaard: GoalGraph) -> None:
    roots = overview(krimpenerwaard.upto("interpreted"), Folds("goal"))
    happiness = next(root for root in roots if root.node.key == "effect/bruto-nationaal-geluk")
    joining = next(child for child in happiness.children if child.node.key == "effect/meedoen-naar-vermogen")
    wheel = next(child for child in joining.children if child.node.layer == "area")
    assert wheel.node.key == "wheel/sociaal-economische-status"
    assert wheel.basis == "interpreted"
    assert "goal/duurzaam-werk-of-participeren" in keys([wheel])
    without = next(root for root in roots if root.node == NO_EFFECT)
    assert "goal/gelukkig-voelen" in keys([without])
    assert "goal/gelukkig-voelen" not in keys([root for root in roots if root.node != NO_EFFECT])


@pytest.mark.parametrize("agenda", AGENDAS)
def test_everything_holds_every_node(store: Store, agenda: str) -> None:
    whole = read_goal_graph(store, agenda)
    assert whole
    graph = whole.upto("interpreted")
    everywhere = keys(overview(graph, Folds("goal")))
    for root in roots_of_all(graph):
        everywhere |= keys([tree_under(graph, root.key, Folds("partner"))])
    tied = {key for tie in graph.ties for key in (tie.lower, tie.upper)}
    missing = {key for key in tied if key in graph.nodes} - everywhere
    # What contributes only to an effect stands under the effect alone.
    for node in graph.of_layer("effect"):
        missing -= keys([tree_under(graph, node.key, Folds("partner"))])
    assert not missing


def test_a_partner_stands_under_the_wheel_that_lists_it(krimpenerwaard: GoalGraph) -> None:
    # Appendix 2 lists the prevention team in several wheels, each with its own partners.
    graph = krimpenerwaard.upto("stated")
    tree = tree_under(graph, WHEEL, Folds("partner"))
    team = next(branch for branch in tree.walk() if branch.node.key == "activity/preventieteam")
    listed = {tie.lower for tie in graph.ties if tie.upper == "activity/preventieteam" and tie.area == WHEEL}
    assert listed
    assert {child.node.key for child in team.children if child.node.layer == "partner"} == listed


def test_an_aim_of_another_wheel_is_folded_there(krimpenerwaard: GoalGraph) -> None:
    # Lasting work is a goal of the wheel of socio-economic status; it also contributes to good mental health.
    work = "goal/duurzaam-werk-of-participeren"
    graph = krimpenerwaard.upto("interpreted")
    for wheel, shown in (("wheel/mentale-gezondheid", False), ("wheel/sociaal-economische-status", True)):
        tree = tree_under(graph, wheel, Folds("partner"))
        branch = next(branch for branch in tree.walk() if branch.node.key == work)
        assert bool(branch.children) is shown
        assert bool(branch.hidden) is not shown


def test_nothing_stands_under_itself(store: Store) -> None:
    # In Vijfheerenlanden challenges contribute to goals that contribute to challenges.
    graph = read_goal_graph(store, "vijfheerenlanden")
    assert graph

    def check(branch: Branch, path: tuple[str, ...]) -> None:
        assert branch.node.key not in path
        for child in branch.children:
            check(child, (*path, branch.node.key))

    for root in [*overview(graph, Folds()), *(tree_under(graph, node.key, Folds()) for node in graph.of_layer("goal"))]:
        check(root, ())


def test_folding_hides_and_counts(krimpenerwaard: GoalGraph) -> None:
    graph = krimpenerwaard.upto("interpreted")
    folded = tree_under(graph, WHEEL, Folds("partner", frozenset(), frozenset({WHEEL})))
    opened = tree_under(graph, WHEEL, Folds("partner"))
    assert not folded.children
    assert folded.hidden == len(opened.children) > 0


def test_the_neighbourhood_is_one_step_both_ways(krimpenerwaard: GoalGraph) -> None:
    above, branch = around(krimpenerwaard.upto("interpreted"), "subgoal/minder-eenzaamheid")
    assert [one.node.layer for one in above].count("area") == 1
    assert branch.children
    assert all(not child.children for child in branch.children)


@pytest.mark.parametrize("agenda", AGENDAS)
@pytest.mark.parametrize("basis", ["stated", "interpreted", "derived"])
def test_the_picture_has_a_link_per_node_and_the_list_says_the_same(
    store: Store, client: FlaskClient, agenda: str, basis: str
) -> None:
    whole = read_goal_graph(store, agenda)
    assert whole
    roots = overview(whole.upto(basis), Folds("goal"))
    html = text(client, f"/doelenboom/{agenda}?basis={basis}")
    picture, _, listed = html.partition('id="lijst"')
    number = sum(1 for root in roots for _ in root.walk())
    assert len(re.findall(r'<a class="node [^>]*href="/doelenboom/[^>]*aria-label="[^"]+', picture)) == number
    assert listed.partition("</main>")[0].count("<li>") == number
    assert 'role="group"' in picture
    assert "<desc>" in picture
    assert " style=" not in html


def test_what_an_effect_is_tied_to_by_reading_is_dashed_only(client: FlaskClient) -> None:
    stated = text(client, "/doelenboom/cranendonck?basis=stated")
    assert "stroke-dasharray" not in stated
    assert 'stroke-dasharray="8 5"' in text(client, "/doelenboom/cranendonck?basis=interpreted")
    assert 'stroke-dasharray="2 5"' in text(client, f"/doelenboom/krimpenerwaard?onder={WHEEL}&basis=derived")


def test_labels_contain_what_is_seen(client: FlaskClient) -> None:
    html = text(client, f"/doelenboom/krimpenerwaard?onder={WHEEL}&tot=partner&basis=derived")
    found = re.findall(r'<a class="node[^>]*aria-label="([^"]+)"[^>]*>(.*?)</a>', html, re.DOTALL)
    assert len(found) > 100
    for label, inside in found:
        seen = " ".join("".join(re.findall(r"<tspan[^>]*>([^<]*)</tspan>", inside)).split())
        assert seen in label


def test_search_lists_and_marks(client: FlaskClient) -> None:
    html = text(client, "/doelenboom/krimpenerwaard?onder=wheel/mentale-gezondheid&zoek=eenzaamhéid")
    assert "Minder mensen ervaren eenzaamheid" in html.partition('id="plaatje"')[0]
    assert 'class="node node-subgoal found"' in html.partition('id="lijst"')[0]
    assert 'name="onder" value="wheel/mentale-gezondheid"' in html
    assert "Niets gevonden" in text(client, "/doelenboom/cranendonck?zoek=qqq")
    assert "&lt;b&gt;" in text(client, "/doelenboom/cranendonck?zoek=%3Cb%3E")


def test_zoom_changes_the_size_only(client: FlaskClient) -> None:
    sizes = {}
    for zoom in (50, 100):
        found = re.search(
            r'viewBox="0 0 (\d+) (\d+)" width="(\d+)"', text(client, f"/doelenboom/cranendonck?zoom={zoom}")
        )
        assert found
        sizes[zoom] = [int(number) for number in found.groups()]
    assert sizes[50][:2] == sizes[100][:2]
    assert sizes[50][2] == round(sizes[100][2] / 2)


@pytest.mark.parametrize("path", ["krimpenerwaard", "krimpenerwaard?wat=alles", "vijfheerenlanden?tot=partner"])
def test_every_fold_opens_the_page_at_its_own_place(client: FlaskClient, path: str) -> None:
    html = text(client, f"/doelenboom/{path}")
    places = re.findall(r' id="(p[0-9a-f]{8})"', html)
    assert len(places) == len(set(places)) > 20
    led = re.findall(r'<a class="fold" href="[^"#]*#(p[0-9a-f]{8})"', html)
    assert led
    assert set(led) <= set(places)


def test_fold_state_stays_in_the_address(client: FlaskClient) -> None:
    html = text(client, "/doelenboom/cranendonck?open=goal/leefbaarheid&basis=stated")
    assert "% Eenzaamheid" in html
    assert "dicht=goal/leefbaarheid" in html
    assert "% Eenzaamheid" not in text(client, "/doelenboom/cranendonck?basis=stated")


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/doelenboom/onzin", 404, "cranendonck"),
        ("/doelenboom/%3Cx%3E", 404, "cranendonck"),
        ("/doelenboom/cranendonck?basis=onzin", 400, "stated, interpreted, derived"),
        ("/doelenboom/cranendonck?zoom=3", 400, "50, 75, 100"),
        ("/doelenboom/cranendonck?tot=maan", 400, "doel, actie, partner"),
        ("/doelenboom/cranendonck?focus=onzin", 404, "niet in deze doelenboom"),
        ("/doelenboom/cranendonck?onder=%3Cscript%3E", 404, "niet in deze doelenboom"),
        ("/doelenboom/cranendonck?focus=los", 404, "niet in deze doelenboom"),
    ],
)
def test_wrong_input_says_what_is_possible(client: FlaskClient, path: str, status: int, words: str) -> None:
    assert words in text(client, path, status)


def test_english(client: FlaskClient) -> None:
    html = text(client, "/doelenboom/wijk-bij-duurstede?taal=en")
    assert "Goal tree" in html
    assert "solid line: stated" in html
    assert ">Challenge <" in html
    assert 'lang="nl"' in html
    assert "Zoek in deze boom" not in html
    assert "Goal tree" in text(client, "/doelenboom?taal=en")


@pytest.mark.parametrize("key", [LOOSE.key, NO_EFFECT.key])
def test_what_stands_apart_has_its_own_page(client: FlaskClient, key: str) -> None:
    assert text(client, f"/doelenboom/krimpenerwaard?onder={key}").count('class="node ') > 10


def test_widths_are_those_of_the_font() -> None:
    # Helvetica: m is 833 and i is 222 thousandths; with the spare room of four percents.
    assert width("mi", 1000) == pytest.approx(1055 * 1.04)
    assert width("é", 1000) == width("e", 1000)
    for line in wrap("Samenwerkingsverbandenoverleggroepenbestuur is een lang woord", 14, 120):
        assert width(line, 14) <= 120


@pytest.mark.browser
@pytest.mark.parametrize(
    "path",
    [
        "/doelenboom/krimpenerwaard",
        f"/doelenboom/krimpenerwaard?onder={WHEEL}&basis=derived&tot=partner",
        "/doelenboom/cranendonck?focus=goal/leefbaarheid",
        "/doelenboom/vijfheerenlanden?zoek=ontwikkelen&taal=en",
        "/doelenboom/wijk-bij-duurstede?taal=en",
    ],
)
def test_every_box_is_a_link_and_holds_its_text(browser: Browser, address: str, path: str) -> None:
    page = browser.new_page()
    page.goto(address + path)
    nodes = page.locator("svg a.node").count()
    folds = page.locator("svg a.fold").count()
    assert page.locator("svg").get_by_role("link").count() == nodes + folds
    # No text stands outside its box.
    wider = page.evaluate(
        """[...document.querySelectorAll('svg a.node')].filter(a => {
          const box = a.querySelector('rect').getBBox(), text = a.querySelector('text:not(.tree-mark)').getBBox();
          return text.x + text.width > box.x + box.width || text.y + text.height > box.y + box.height + 1;
        }).length"""
    )
    assert wider == 0
    page.close()


@pytest.mark.browser
def test_go_to_a_wheel_and_fold_it_with_the_keyboard_alone(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=True)
    page = context.new_page()
    page.goto(f"{address}/doelenboom/krimpenerwaard")
    page.get_by_role("link", name="Veerkracht", exact=True).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**onder=wheel/veerkracht*")
    before = page.locator("svg a.node").count()
    page.locator("svg a.fold").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**dicht=wheel/veerkracht*")
    assert page.locator("svg a.node").count() == 1 < before
    context.close()
