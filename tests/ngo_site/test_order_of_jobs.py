"""What is done first when thousands wait, as after an import with pictures."""

import pytest

from articles.mentions import receiving, sending
from articles.related import relate
from campaigns.posters.sizes import make_sizes
from core.jobs.models import Job
from core.mail.outbox import OutboxMail
from core.media.renditions import make_renditions

pytestmark = pytest.mark.django_db


def fill_the_queue():
    """Leave work in line that is no hurry: thousands of pictures, hundreds of mentions."""
    row = make_renditions.enqueue("articles", "photo", 0).db_result
    relate.enqueue(0)
    make_sizes.enqueue(0)
    for number in range(200):
        receiving.verify.enqueue(number)
        sending.tell.enqueue(number)
    fields = {"task_path": row.task_path, "priority": row.priority, "run_after": row.run_after}
    fields |= {"args_kwargs": row.args_kwargs, "queue_name": row.queue_name, "backend_name": row.backend_name}
    Job.objects.bulk_create(Job(**fields) for _ in range(3400))


def next_jobs(number):
    return [Job.claim_next("worker").task_path.removeprefix("articles.") for _ in range(number)]


def test_mentions_do_not_wait_for_pictures():
    fill_the_queue()
    assert set(next_jobs(400)) == {"mentions.receiving.verify", "mentions.sending.tell"}
    assert next_jobs(1) == ["related.relate"]
    assert Job.objects.ready().count() == 3402


def test_personal_mail_leaves_before_letters_that_waited_longer():
    for number in range(300):
        OutboxMail.objects.create(to=f"alice{number}@example.org", kind="newsletter", is_bulk=True)
    OutboxMail.objects.create(to="bob@example.org", kind="confirm-signature")
    assert OutboxMail.objects.due().first().to == "bob@example.org"
