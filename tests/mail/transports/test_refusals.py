"""Whose fault a refusal is, told from the words of real servers."""

from __future__ import annotations

import pytest

from mailflow.mail.transports.refusals import Stage, of_the_session, verdict

OURS: list[tuple[Stage, str]] = [
    # Google
    ("RCPT", "550 5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to x"),
    ("DATA", "550 5.4.5 Daily SMTP relay limit exceeded for customer. For more information go to x"),
    ("RCPT", "550 5.7.0 Mail relay denied [192.0.2.1]. Invalid credentials for relay for one of the domains in: x"),
    ("DATA", "550 5.7.26 This mail has been blocked because the sender is unauthenticated. Gmail requires all senders"),
    ("MAIL", "530 5.7.0 Authentication Required. For more information, go to x"),
    ("DATA", "550 5.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address"),
    # Microsoft
    ("DATA", "550 5.1.8 Access denied, bad outbound sender AS(42004)"),
    ("DATA", "554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException; Failed to process message"),
    ("DATA", "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients"),
    ("DATA", "550 5.7.60 SMTP; Client does not have permissions to send as this sender"),
    ("DATA", "554 5.2.252 SendAsDenied; desk@desk.example not allowed to send as it@desk.example"),
    ("MAIL", "530 5.7.57 Client not authenticated to send mail"),
    ("RCPT", "550 5.7.501 Access denied, spam abuse detected"),
    ("RCPT", "550 5.7.502 Access denied, banned sender"),
    ("RCPT", "550 5.7.508 Access denied, 192.0.2.1 has exceeded permitted limits within the range"),
    ("DATA", "550 5.7.705 Access denied, tenant has exceeded threshold"),
    ("RCPT", "550 5.7.606 Access denied, banned sending IP [192.0.2.1]"),
    ("DATA", "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message"),
    ("DATA", "550 SC-001 messages from 192.0.2.1 weren't sent. Part of their network is on our block list"),
    ("RCPT", "550 #5.7.1 Your access to submit messages to this e-mail system has been rejected."),
    # Amazon SES, SendGrid, Brevo, Zoho
    ("RCPT", "553 Relaying disallowed as desk@desk.example"),
    ("DATA", "454 Throttling failure: Maximum sending rate exceeded."),
    ("DATA", "454 Throttling failure: Daily message quota exceeded."),
    ("DATA", "554 Sending paused for this account. For more information, please check the inbox of the address"),
    ("DATA", "554 Message rejected: Email address is not verified. The following identities failed the check"),
    ("DATA", "554 Access denied: User `x' is not authorized to perform `ses:SendRawEmail' on resource `y'"),
    ("MAIL", "451 Authentication failed: Maximum credits exceeded"),
    ("DATA", "550 The from address does not match a verified Sender Identity. Mail cannot be sent until resolved"),
    ("DATA", "525 5.7.1 Unauthorized IP address"),
    ("MAIL", "502 5.7.0 Your SMTP account is not yet activated. Contact us"),
    ("DATA", "554 5.1.8 Email Outgoing Blocked."),
    ("DATA", "550 5.4.6 Unusual sending activity detected. Please try after sometime."),
    # gateways: Mimecast, Proofpoint
    ("RCPT", "550 Poor Reputation Sender. - https://x/docs/DOC-1369#550"),
    ("RCPT", "554 Blocked - see https://x/?ip=192.0.2.1"),
    ("DATA", "554 5.7.1 Outgoing message limit of this mailbox reached"),
    ("RCPT", "550 5.7.1 Mailbox has exceeded its sending limit of 500 messages per day"),
    # in Indonesian
    ("DATA", "550 5.7.1 Anda telah melebihi batas pengiriman email harian"),
    ("DATA", "550 5.7.1 Kuota pengiriman akun Anda habis"),
    # qmail, and others that speak of the sender at RCPT
    ("RCPT", "553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)"),
    ("RCPT", "550 5.1.0 <desk@desk.example> sender rejected"),
    ("RCPT", "550 Invalid sender: account closed"),
    ("RCPT", "550 5.7.1 Session encryption is required"),
    ("RCPT", "530 5.7.0 Must issue a STARTTLS command first"),
    ("DATA", "550 Sender IP reverse lookup rejected"),
    # hosts with cPanel, DirectAdmin, Plesk, Exim
    ("RCPT", "550 Domain desk.example has exceeded the max emails per hour (150/150 (100%)) allowed."),
    ("DATA", "550 Domain desk.example has exceeded the max defers and failures per hour (5/5 (100%)) allowed."),
    ("RCPT", '550 Outgoing mail from "desk" has been suspended.'),
    ("RCPT", "550 You (desk) have reached your daily email limit at 200 emails"),
    ("DATA", "550 5.7.1 Outgoing mail limit exceeded"),
    ("RCPT", "550 Sender rate overlimit - 101.2 / 1h"),
    ("RCPT", "451 4.7.1 Ratelimit \"out_ratelimit\" exceeded."),
    ("MAIL", "550 5.7.1 Sending limit of this address reached"),
    ("RCPT", "550 Sender verify failed"),
    ("RCPT", "550 relay not permitted, authentication required"),
    ("RCPT", "550-Please turn on SMTP Authentication in your mail client."),
    # Postfix and its policy servers, who speak of the sender at RCPT
    ("RCPT", "554 5.7.1 <desk@desk.example>: Sender address rejected: Access denied"),
    ("RCPT", "553 5.7.1 <desk@desk.example>: Sender address rejected: not owned by user it"),
    ("RCPT", "554 5.7.1 <ani@mail.example>: Relay access denied"),
    ("RCPT", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example; see x"),
    ("RCPT", "554 5.7.1 <ani@mail.example>: Policy Rejection- you have exceeded your quota"),
    ("DATA", "554 5.7.1 Sender address rejected by policy: too many messages, 200 per day"),
    ("DATA", "554 5.7.0 Outgoing quota of this account is used up, come back tomorrow"),
    ("RCPT", "550 5.7.1 Your account has been temporarily suspended because of unusual activity"),
    ("RCPT", "450 4.7.1 You have exceeded your hourly sending limit"),
    ("RCPT", "550 5.7.1 you have exceeded the maximum number of recipients per hour"),
    ("RCPT", "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)"),
    ("DATA", "550 Kuota pengiriman harian Anda habis"),
    ("RCPT", "550 The account desk@desk.example has been disabled for sending mail"),
    ("RCPT", "554 5.7.0 The limit on the number of allowed outgoing messages was exceeded. Try again later."),
    ("DATA", "550 5.7.0 From address is not one of your addresses"),
    # whatever is said to MAIL is said of the desk's own address
    ("MAIL", "550 no"),
    ("MAIL", "550 Requested action not taken: mailbox unavailable"),
    ("MAIL", "553 5.1.1 unknown address"),
    ("MAIL", "451 4.3.0 try again"),
    ("DATA", "452 4.3.1 Insufficient system storage"),
]  # fmt: skip

FAILED: list[tuple[Stage, str]] = [
    ("RCPT", "550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking"),
    ("RCPT", "550 5.1.1 <ani@mail.example>: Recipient address rejected: User unknown in virtual mailbox table"),
    ("RCPT", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"),
    ("RCPT", "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)"),
    ("RCPT", "552 5.2.2 The email account that you tried to reach is over quota and inactive."),
    ("RCPT", "550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents more"),
    ("RCPT", "550 5.2.1 The email account that you tried to reach is disabled"),
    ("RCPT", "550 No such user here"),
    ("RCPT", "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required"),
    ("RCPT", "550 mailbox of recipient exceeded its limit of messages"),
    ("DATA", "554 limit of received headers exceeded, hop count exceeded"),
    ("RCPT", "550 Unrouteable address"),
    ("RCPT", "550 5.2.2 Mailbox full"),
    ("RCPT", "554 delivery error: dd This user doesn't have a yahoo.com account (ani@yahoo.example) [0]"),
    ("RCPT", "550 Requested action not taken: mailbox unavailable"),
    ("RCPT", "550 5.7.1 <ani@mail.example>... Access denied"),
    ("RCPT", "556 5.1.10 <ani@mail.example>: Recipient address rejected: Domain does not accept mail (nullMX)"),
    ("DATA", "552 5.3.4 Message size exceeds fixed limit"),
    ("MAIL", "552 5.3.4 Message size exceeds fixed maximum message size"),
    ("DATA", "552 5.7.0 This message was blocked because its content presents a potential security issue."),
    ("DATA", "550 5.7.1 spam"),
    ("DATA", "554 5.7.1 Message rejected: virus found"),
    ("DATA", "550 5.7.1 Message contains spam or virus or sender is blocked: attachment test.zip"),
    ("DATA", "554 5.6.0 Message contains bare LF"),
    ("RCPT", "550 This account has been disabled or discontinued [#102]"),
    ("RCPT", "554 5.7.1 The recipient's account is suspended"),
    ("RCPT", "550 5.7.1 User account is disabled"),
    ("RCPT", "552 Account storage limit exceeded"),
    ("RCPT", "550 The recipient's mailbox is over its limit"),
    ("RCPT", "554 Quota exceeded (mailbox for user is full)"),
    ("RCPT", "550 Administrative prohibition"),
    ("DATA", "550 5.7.1 Our system has detected that this message is likely unsolicited mail"),
    ("DATA", "554 5.5.1 no valid recipients"),
    ("DATA", "554 5.7.1 Blocked by SpamAssassin (score 7.1)"),
    ("RCPT", "550 Rejected by header based manually Blocked Senders - https://x"),
    ("RCPT", "550 5.1.0 Address rejected."),
    ("RCPT", "550 5.1.0 <ani@mail.example> recipient rejected"),
    ("DATA", "550 5.7.512 Access denied, message must be RFC 5322 section 3.6.2 compliant"),
]  # fmt: skip

LATER: list[tuple[Stage, str]] = [
    ("RCPT", "450 4.2.0 <ani@mail.example>: Recipient address rejected: Greylisted, see x"),
    ("RCPT", "452 4.2.2 The email account that you tried to reach is over quota."),
    ("RCPT", "450 4.2.1 The user you are trying to contact is receiving mail too quickly."),
    ("RCPT", "451 Greylisting in action, please come back later"),
    ("RCPT", "450 4.1.2 <ani@mail.example>: Recipient address rejected: Domain not found"),
    ("DATA", "451 4.3.0 busy"),
]


@pytest.mark.parametrize(("stage", "answer"), OURS)
def test_what_speaks_of_us_makes_letters_wait(stage: Stage, answer: str) -> None:
    """Quotas, blocked senders, logins, relaying: no letter can leave, whoever it is for."""
    assert verdict(stage, int(answer[:3]), answer) == "ours"


@pytest.mark.parametrize(("stage", "answer"), FAILED)
def test_what_speaks_of_a_recipient_or_a_letter_fails_at_once(stage: Stage, answer: str) -> None:
    """Somebody must hear of it today, and others' letters leave."""
    assert verdict(stage, int(answer[:3]), answer) == "failed"


@pytest.mark.parametrize(("stage", "answer"), LATER)
def test_what_a_recipients_server_puts_off_is_for_later(stage: Stage, answer: str) -> None:
    """One recipient's trouble is not ours."""
    assert verdict(stage, int(answer[:3]), answer) == "later"


@pytest.mark.parametrize(
    "answer",
    [
        "452 4.5.3 Too many messages in this session",
        "550 too many mails per SMTP connection",
        "450 4.7.1 only 20 messages in one session, please reconnect",
        "421 4.7.0 too many recipients this session",
        "554 Too many messages for this connection",
    ],
)
def test_a_limit_of_the_session_is_known(answer: str) -> None:
    """Over another connection the letter leaves at once."""
    assert of_the_session(answer)
    assert not of_the_session("550 5.4.5 Daily user sending limit exceeded")
