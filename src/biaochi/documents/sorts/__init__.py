"""One function for each paper: from what was said in a matter to the content of the document.

Pure.  Sentences take their facts from the steps, the pack and the clocks; what is not there is a
visible slot.  A paper for the official himself uses only fields he may see.
"""
