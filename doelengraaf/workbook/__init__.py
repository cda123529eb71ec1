"""Workbooks: an agenda as a spreadsheet that a policy officer can fill in, and back to the tables.

``layout`` says which sheets and columns there are; ``template`` writes a workbook; ``read`` (with ``guard``, ``xlsx`` and ``ods``) reads one without
ever running what is in it; ``draft`` makes tables of what was read; ``folder`` writes them; ``trial`` judges them beside the rest of the project
and tells what is wrong per cell; ``marked`` shows that in a copy; ``once`` does so in a process of its own, and ``sketch`` shows the agenda as it would stand in the graph.
"""
