"""Nothing an editor wrote is lost: versions, unsaved writing, two people at one text, changes planned for later.

values    what of a thing is kept, as JSON; the same values in and out of the admin's forms
versions  every state a thing was saved in
copies    what is written and not saved yet, and who sits at it
plans     changes that a public page takes at a time set beforehand
words     differences of two texts, and one text made of three
pages     the difference of two texts as readers would see it
changes   what differs between two states, ready to be shown
meeting   two people saved: what is merged, what is asked
desk      the admin's part of it
"""
