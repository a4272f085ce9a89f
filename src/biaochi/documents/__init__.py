"""文书: each step's document, composed from what was said in the matter.

A paper is one content (``shapes.Paper``) drawn twice: ``layout`` writes the editable .docx after
GB/T 9704, ``typeset`` the PDF.  What the matter does not say is left as a visible slot, never made
up; the sentences are in ``sorts``, the rights and the record in ``services``.
"""
