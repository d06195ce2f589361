"""Mail becomes matters: each message once, whatever it holds, and a mailbox that fails says so."""

import io
import socketserver
import threading
from email.message import EmailMessage

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory
from tests.permissions import matrix, page_matrix
from zhengyou.instruments.complaints import actions, mailing
from zhengyou.instruments.complaints.enums import Channel
from zhengyou.instruments.complaints.models import Complainant, Complaint, Mailbox, TakenMail
from zhengyou.kernel.errors import Invalid
from zhengyou.records.files.queries import attached_to
from zhengyou.records.ledger import SYSTEM

pytestmark = pytest.mark.django_db


def letter(text="东街路灯坏了，请打13812345678。", key="<1@x>", html="", files=(), **heads):
    message = EmailMessage()
    message["From"] = "赵六 <zhao@example.cn>"
    message["Subject"] = "路灯不亮"
    if key:
        message["Message-ID"] = key
    for name, value in heads.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if html:
        message.set_content(html, subtype="html")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def picture():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


class _Server(socketserver.StreamRequestHandler):
    """A mailbox that stands in for a real one: as much IMAP as a look needs."""

    letters: list = []
    seen: set = set()
    password = "geheim"

    def handle(self):
        self._say("* OK ready")
        while line := self.rfile.readline().decode():
            tag, _blank, rest = line.strip().partition(" ")
            if not self._do(tag, rest):
                return

    def _say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def _do(self, tag, rest):
        word = rest.upper()
        if word.startswith("CAPABILITY"):
            self._say("* CAPABILITY IMAP4rev1")
        elif word.startswith("LOGIN") and self.password not in rest:
            self._say(f"{tag} NO wrong")
            return True
        elif word.startswith("SELECT"):
            self._say(f"* {len(self.letters)} EXISTS")
        elif word.startswith("UID SEARCH"):
            marks = [str(n) for n in range(1, len(self.letters) + 1) if n not in self.seen]
            self._say("* SEARCH " + " ".join(marks))
        elif word.startswith("UID FETCH"):
            number = int(rest.split()[2])
            content = self.letters[number - 1]
            self._say(f"* {number} FETCH (UID {number} BODY[] {{{len(content)}}}")
            self.wfile.write(content + b")\r\n")
        elif word.startswith("UID STORE"):
            self.seen.add(int(rest.split()[2]))
        elif word.startswith("LOGOUT"):
            self._say("* BYE")
            self._say(f"{tag} OK")
            return False
        self._say(f"{tag} OK done")
        return True


@pytest.fixture
def server():
    _Server.letters, _Server.seen = [], set()
    running = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Server)
    running.daemon_threads = True
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running.server_address[1]
    running.shutdown()
    running.server_close()
    thread.join()


def kept(port=993, **changes):
    given = {"body": BodyFactory(), "address": "tousu@example.gov.cn", "host": "127.0.0.1", "port": port,
             "account": "tousu", "password": "geheim", "actor": SYSTEM}  # fmt: skip
    return actions.save_mailbox(**(given | changes))


def test_each_message_becomes_a_matter_once(server):
    mailbox = kept(server)
    _Server.letters = [letter(), letter("井盖坏了", "<2@x>"), letter("井盖坏了", "<2@x>")]
    assert actions.look_into(mailbox) == 3
    assert actions.look_into(mailbox) == 0
    assert Complaint.objects.count() == 2
    matter = Complaint.objects.get(text__contains="路灯")
    assert (matter.channel, matter.title, matter.body) == (Channel.EMAIL, "路灯不亮", mailbox.body)
    assert "13812345678" not in matter.text
    assert Complainant.objects.filter(complaint=matter, email="zhao@example.cn").exists()
    _Server.seen.clear()  # the worker died before it could mark them
    actions.look_into(mailbox)
    assert Complaint.objects.count() == 2
    mailbox.refresh_from_db()
    assert mailbox.problem == ""
    assert mailbox.looked_at


@pytest.mark.parametrize("changes", [{"password": "falsch"}, {"port": 9}, {"host": "no-such-host.invalid"}])
def test_mailbox_that_fails_says_so(server, changes):
    mailbox = kept(**({"port": server} | changes))
    assert actions.look_into(mailbox) == 0
    mailbox.refresh_from_db()
    assert mailbox.problem
    assert "geheim" not in mailbox.problem


def test_pictures_are_attached_and_the_rest_is_dropped_and_counted():
    mailbox = kept()
    files = [("路灯.png", picture()), ("virus.exe", b"MZ\x90\x00" + b"x" * 200)]
    taken = actions.take_mail(mailbox, letter(files=files), actor=SYSTEM)
    assert [one.name for one in attached_to(taken.complaint)] == ["路灯.png"]
    assert taken.dropped_files == 1


@pytest.mark.parametrize("heads", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}])
def test_mail_of_machines_is_no_matter(heads):
    taken = actions.take_mail(kept(), letter(**heads), actor=SYSTEM)
    assert taken.complaint is None
    assert taken.refused


def test_html_becomes_words_and_quotes_go():
    read = mailing.read(letter(html="<style>p{}</style><p>路灯<b>坏了</b></p><script>alert(1)</script><p>请处理</p>"))
    assert read.text == "路灯坏了\n请处理"
    assert mailing.read(letter("新的话\n> 旧的话")).text == "新的话"


def test_empty_mail_is_refused_with_the_reason():
    message = EmailMessage()
    message["From"] = "x@example.cn"
    taken = actions.take_mail(kept(), message.as_bytes(), actor=SYSTEM)
    assert taken.complaint is None
    assert taken.refused


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=400), st.builds(
    lambda head, body: b"From: " + head + b"\nSubject: =?utf-8?b?////?=\nContent-Type: multipart/mixed; boundary=a\n\n--a\n" + body,
    st.binary(max_size=60), st.binary(max_size=200),
)))  # fmt: skip
def test_no_message_breaks_the_reading(content):
    mailbox = Mailbox.objects.first() or kept()
    assert actions.take_mail(mailbox, content, actor=SYSTEM).pk
    assert TakenMail.objects.exists()


def test_who_may_enter_a_mailbox(client):
    body = BodyFactory()
    matrix(lambda actor: kept(body=body, actor=actor), "complaints.tables", body)
    page_matrix(client, reverse("complaints:mailboxes"), "complaints.tables", body)
    for wrong in ({"host": " "}, {"folder": 'a"b'}):
        with pytest.raises(Invalid):
            kept(body=body, address="other@example.cn", **wrong)
    with pytest.raises(Invalid):
        kept(body=body)


def test_mailbox_is_entered_and_mended_on_its_page(client):
    body = BodyFactory()
    client.force_login(signed_in("complaints.tables", body=body)[0])
    given = {"address": "tousu@example.gov.cn", "host": "imap.example.gov.cn", "port": 993, "account": "tousu",
             "password": "geheim", "folder": "INBOX", "is_open": "on"}  # fmt: skip
    assert client.post(reverse("complaints:new-mailbox"), given).status_code == 302
    mailbox = Mailbox.objects.get()
    url = reverse("complaints:mailbox", args=[mailbox.pk])
    assert "geheim" not in client.get(url).content.decode()
    assert client.post(url, given | {"port": 0}).status_code == 422
    assert client.post(url, given | {"password": "", "host": "mail.example.gov.cn"}).status_code == 302
    mailbox.refresh_from_db()
    assert (mailbox.host, bool(mailbox.password)) == ("mail.example.gov.cn", True)
