"""The instruments with which the agendas say a municipality steers, each made of the graph. ``web.instruments`` shows them."""
