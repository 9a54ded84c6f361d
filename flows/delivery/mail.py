"""Sends a delivery as a mail, text and page, through the server of the deployer."""

import smtplib
import ssl
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from ipaddress import ip_address

from flows.delivery.errors import NotSent
from graph.subscriptions.reach import AddressRefused, domain
from graph.subscriptions.sealed import Sealed
from graph.subscriptions.settings import Settings
from signals.announce.letter import Letter, text
from signals.announce.sheet import sheet


def compose(said: Letter, *, name: str, thread: str, at: datetime, to: str, sender: str) -> EmailMessage:
    """Return the mail; each try of a delivery has the same `Message-ID`, mails of one alert the same `thread`."""
    mail, here = EmailMessage(policy=SMTP), sender.rpartition("@")[2]
    mail["From"], mail["To"], mail["Subject"] = f"CyberImpact <{sender}>", to, said.subject
    mail["Date"], mail["Message-ID"] = format_datetime(at.astimezone(UTC)), f"<{name}@{here}>"
    if thread:
        mail["References"] = f"<alert-{sha256(thread.encode()).hexdigest()[:24]}@{here}>"
    mail["Content-Language"] = said.lang
    mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"] = "auto-generated", "All"
    if any(one.severity == "critique" and one.event != "closed" for one in said.paragraphs):
        mail["Importance"] = "high"
    mail.set_content(text(said))
    mail.add_alternative(sheet(said), subtype="html")
    return mail


def send(mail: EmailMessage, sealed: Sealed, *, settings: Settings) -> None:
    """Hand a mail over; raise `NotSent` unless the server took it."""
    try:
        domain(sealed.address, settings)
    except AddressRefused as error:
        raise NotSent("allowed", str(error)) from None
    server = settings.smtp_host
    if not server or not settings.sender:
        raise NotSent(
            "settings", "no mail server is set: CYBERIMPACT_DELIVERY_SMTP_HOST and CYBERIMPACT_DELIVERY_SENDER"
        )
    if settings.smtp_tls == "none" and not _is_here(server):
        raise NotSent(
            "settings", "mails are sent without TLS on loopback only: set CYBERIMPACT_DELIVERY_SMTP_TLS to starttls"
        )
    try:
        with _opened(settings) as smtp:
            if settings.smtp_user:
                smtp.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            smtp.send_message(mail, settings.sender, [sealed.address])
    except (smtplib.SMTPException, OSError) as error:
        why, words = _because(error)
        raise NotSent(why, f"{server} {words}") from None


def _because(error: smtplib.SMTPException | OSError) -> tuple[str, str]:
    """Return what went wrong, as a code and in words that do not repeat those of the server: they may name somebody."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return "account", "refused the account: see CYBERIMPACT_DELIVERY_SMTP_USER"
        case smtplib.SMTPNotSupportedError():
            return "settings", "offers no STARTTLS, or no login: see CYBERIMPACT_DELIVERY_SMTP_TLS"
        case smtplib.SMTPRecipientsRefused():
            codes = sorted({code for code, _ in error.recipients.values()})
            return "mailbox", f"refused the mailbox (SMTP {', '.join(map(str, codes))})"
        case smtplib.SMTPResponseException():
            return "refused", f"refused the mail (SMTP {error.smtp_code})"
        case ssl.SSLCertVerificationError():
            return "certificate", f"shows a certificate that does not hold: {error.verify_message}"
        case _:
            return "unreachable", f"cannot be reached ({type(error).__name__})"


def _opened(settings: Settings) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=settings.ca and str(settings.ca))
    where = (settings.smtp_host, settings.smtp_port)
    if settings.smtp_tls == "tls":
        return smtplib.SMTP_SSL(*where, timeout=settings.seconds, context=context)
    smtp = smtplib.SMTP(*where, timeout=settings.seconds)
    if settings.smtp_tls == "starttls":
        try:
            smtp.starttls(context=context)
        except BaseException:
            with suppress(smtplib.SMTPException, OSError):
                smtp.close()
            raise
    return smtp


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
