"""The newsletter's form: an address, nothing else."""

from ngo_site.lib.public_forms import FormWithAddress


class SubscribeForm(FormWithAddress):
    pass
