"""A letter as the page of a mail: tables and inline styles, which programs for mail understand; nothing is fetched."""

from markupsafe import Markup

from signals.announce.letter import Letter, Paragraph

COLOURS = {"critique": "#b3201b", "forte": "#a84300", "moderee": "#7a5a00", "faible": "#566273"}
"""As in the app, all with a contrast over 4.5 on white."""

OVER = "#1c6b3a"

PAGE = Markup("""\
<!doctype html>
<html lang="{lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>
<body style="margin:0;padding:0;background:#f3f5f8;color:#1b2430;font-family:Roboto,'Segoe UI',Arial,sans-serif">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f5f8"><tr><td align="center" style="padding:20px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:640px;background:#ffffff;border:1px solid #dbe1e9;border-radius:10px;text-align:left">
<tr><td style="padding:14px 24px;background:#16324f;color:#ffffff;border-radius:9px 9px 0 0;font-size:16px;font-weight:700">CyberImpact</td></tr>
{exercise}{lead}{paragraphs}
<tr><td style="padding:16px 24px 20px;font-size:13px;line-height:1.5;color:#566273">{foot}</td></tr>
</table>
</td></tr></table>
</body>
</html>
""")  # noqa: E501

ALERT = Markup("""\
<tr><td style="padding:20px 24px 18px;border-bottom:1px solid #dbe1e9">
<p style="margin:0 0 6px;font-size:13px;font-weight:700;color:{colour}">{eyebrow}</p>
<{heading} style="margin:0 0 8px;font-size:20px;line-height:1.3;color:#1b2430">{title}</{heading}>
<p style="margin:0 0 14px;font-size:15px;line-height:1.5">{reason}</p>
<table cellpadding="0" cellspacing="0" style="font-size:14px;line-height:1.5;border-collapse:collapse">{facts}</table>
{link}</td></tr>
""")

FACT = Markup(
    '<tr><th scope="row" align="left" valign="top" style="padding:2px 16px 2px 0;font-weight:400;color:#566273;'
    'white-space:nowrap">{}</th><td valign="top" style="padding:2px 0">{}</td></tr>'
)

LINK = Markup(
    '<p style="margin:16px 0 0"><a href="{}" style="display:inline-block;padding:9px 16px;border-radius:6px;'
    'background:#1d4f91;color:#ffffff;font-size:14px;font-weight:700;text-decoration:none">{}</a></p>'
)

EXERCISE = Markup(
    '<tr><td align="center" style="padding:8px 24px;background:#ffd54a;color:#2b2200;font-size:14px;font-weight:700">'
    "{}</td></tr>"
)

LEAD = Markup(
    '<tr><td style="padding:18px 24px 0"><h1 style="margin:0;font-size:22px;line-height:1.3;color:#1b2430">{}</h1>'
    "</td></tr>"
)


def sheet(said: Letter) -> str:
    """Return the page, HTML; every word in it is escaped."""
    return PAGE.format(
        lang=said.lang,
        title=said.subject,
        exercise=EXERCISE.format(said.exercise) if said.exercise else "",
        lead=LEAD.format(said.lead) if said.lead else "",
        paragraphs=Markup("").join(_alert(one, said) for one in said.paragraphs),
        foot=Markup("<br>").join(said.foot),
    )


def _alert(one: Paragraph, said: Letter) -> Markup:
    return ALERT.format(
        colour=OVER if one.event == "closed" else COLOURS.get(one.severity, COLOURS["faible"]),
        eyebrow=one.eyebrow,
        heading="h2" if said.lead else "h1",
        title=one.title,
        reason=one.reason,
        facts=Markup("").join(FACT.format(name, value) for name, value in one.facts),
        link=LINK.format(one.link, said.open) if one.link else "",
    )
