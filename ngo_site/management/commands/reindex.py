"""manage.py reindex: write anew what search knows, from the objects themselves."""

from django.core.management.base import BaseCommand

from core.search.index import SearchEntry, reindex
from core.search.vocabulary import SearchWord, learn_words


class Command(BaseCommand):
    help = "Write anew what search knows of everything. Nothing needs this but a change of how texts are read."

    def handle(self, **options):
        number = reindex(self.show)
        SearchWord.objects.all().delete()
        while SearchEntry.objects.filter(words_known=False).exists():
            learn_words()
        self.stdout.write(f"{number} pages can be found, by {SearchWord.objects.count()} words.")

    def show(self, number):
        if number % 5000 == 0:
            self.stderr.write(f"{number} …")
