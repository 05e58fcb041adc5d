"""Is the sender who they say? Honest and forged mails, one row each."""

import datetime as dt

import pytest

from mail.trust import Rules, judge
from plans.letter import Address, Letter
from plans.seal import Addressee
from tests.plans.a_plan import NOW, a_plan

LOCAL = frozenset({"harborline.example", "tallyworks.example"})
PASS = "Authentication-Results: mx.ours.example; dmarc=pass header.from=harborline.example\r\n"


def mail(sender: str, extra: str = "") -> bytes:
    return f"{extra}From: {sender}\r\nTo: plan@milepost.example\r\nSubject: Re: plan\r\n\r\nM1 done\r\n".encode()


def judged(
    raw: bytes, name: str, email: str, *, local: bool = False, token: str | None = None
) -> tuple[str, str | None]:
    letter = Letter("reply", Address(email, name), NOW, "Re: plan", "M1 done")
    trust = judge(
        raw,
        letter,
        a_plan(),
        addressee=Addressee("harbor", token) if token else None,
        rules=Rules("mx.ours.example", LOCAL if local else frozenset()),
    )
    return trust.verdict, trust.person


RAY = "Ray Dominguez <ray@harborline.example>"


def test_a_verified_domain_is_trusted() -> None:
    assert judged(mail(RAY, PASS), "Ray Dominguez", "ray@harborline.example") == ("trusted", "ray")


def test_without_evidence_a_sender_is_unsure() -> None:
    assert judged(mail(RAY), "Ray Dominguez", "ray@harborline.example") == ("unsure", "ray")


def test_a_local_domain_is_believed_by_setting() -> None:
    assert judged(mail(RAY), "Ray Dominguez", "ray@harborline.example", local=True) == ("trusted", "ray")


@pytest.mark.practice(116)
@pytest.mark.parametrize(
    ("sender", "name", "email"),
    [
        ("Ray Dominguez <ray.dominguez@freemail.example>", "Ray Dominguez", "ray.dominguez@freemail.example"),
        ("RAY DOMÍNGUEZ <x@y.example>", "RAY DOMÍNGUEZ", "x@y.example"),
        ('"ray@harborline.example" <x@y.example>', "ray@harborline.example", "x@y.example"),
        ("Someone <s@harbor1ine.example>", "Someone", "s@harbor1ine.example"),
        ("Someone <s@harborlime.example>", "Someone", "s@harborlime.example"),
        ("Someone <s@harborline-plan.example>", "Someone", "s@harborline-plan.example"),
        ("Someone <s@hаrborline.example>", "Someone", "s@hаrborline.example"),
    ],
)
def test_who_pretends_to_be_on_the_plan_is_forged(sender: str, name: str, email: str) -> None:
    assert judged(mail(sender), name, email, local=True)[0] == "forged"


def test_two_senders_are_forged() -> None:
    raw = mail(RAY, "From: Eve <eve@evil.example>\r\n")
    assert judged(raw, "Ray Dominguez", "ray@harborline.example", local=True)[0] == "forged"


def test_a_domain_that_disowns_the_mail_is_forged() -> None:
    failed = PASS.replace("pass", "fail")
    assert judged(mail(RAY, failed), "Ray Dominguez", "ray@harborline.example", local=True)[0] == "forged"


def test_results_of_another_server_are_only_text() -> None:
    other = PASS.replace("mx.ours.example", "mx.evil.example")
    assert judged(mail(RAY, other), "Ray Dominguez", "ray@harborline.example")[0] == "unsure"


def test_results_below_the_pinned_servers_own_came_with_the_mail() -> None:
    both = PASS.replace("pass", "none") + PASS
    assert judged(mail(RAY, both), "Ray Dominguez", "ray@harborline.example")[0] == "unsure"


def test_a_pass_for_another_domain_proves_nothing() -> None:
    other = "Authentication-Results: mx.ours.example; dkim=pass header.d=evil.example\r\n"
    assert judged(mail(RAY, other), "Ray Dominguez", "ray@harborline.example")[0] == "unsure"


def test_answers_led_elsewhere_make_a_sender_unsure() -> None:
    raw = mail(RAY, "Reply-To: ray@evil.example\r\n")
    assert judged(raw, "Ray Dominguez", "ray@harborline.example", local=True)[0] == "unsure"


def test_a_token_routes_but_does_not_authorise() -> None:
    assert judged(mail(RAY, PASS), "Ray Dominguez", "ray@harborline.example", token="marcus")[0] == "unsure"
    assert judged(mail(RAY, PASS), "Ray Dominguez", "ray@harborline.example", token="ray")[0] == "trusted"


def test_an_assistant_answers_for_her_boss() -> None:
    june = "June Abernathy <june@harborline.example>"
    assert judged(mail(june, PASS), "June Abernathy", "june@harborline.example", token="marcus") == ("trusted", "june")


def test_a_stranger_is_unsure_and_nobody() -> None:
    assert judged(mail("Kim Lee <kim@lee.example>"), "Kim Lee", "kim@lee.example", local=True) == ("unsure", None)


def test_the_reasons_are_sentences() -> None:
    letter = Letter("reply", Address("ray@harborline.example"), dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "", "")
    trust = judge(mail(RAY), letter, a_plan(), addressee=None, rules=Rules("", LOCAL))
    assert all(why.endswith(".") for why in trust.why)
