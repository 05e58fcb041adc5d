"""The post turns a notice into a mail and sends it once: words, enclosures, envelope, outbox."""

from mail.envelope import compose, message_id, reply_address, verp
from plans.letter import Attachment
from plans.notice import Notice
from plans.plan import Person, Plan
from plans.seal import Addressee, token
from storage.outbox import NoticeRecord
from templates.notice import say
from workflows.messages import Delivered
from workflows.parts import Parts
