"""``types`` and ``sample``: what event types there are, and one valid body of each."""

import argparse

from yespo_console.cli.exit_codes import ExitCode
from yespo_console.cli.output import ForPeople, print_json, table
from yespo_console.cli.results import BrokenFile, KnownType, KnownTypes
from yespo_console.cli.unusable import UnusableInputError
from yespo_console.events import wire
from yespo_console.events.catalog import load_catalog
from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.platform.i18n import _
from yespo_console.platform.profile import Profile


def types(arguments: argparse.Namespace) -> ExitCode:
    """List the types: the documented ones, then the user's own. Broken files of the user's are named."""
    catalog = load_catalog(Profile.default().event_types_dir)
    if arguments.format == "json":
        known_types = tuple(
            KnownType(key=known.key, title=_(known.title), summary=_(known.summary), source=str(known.source))
            for known in catalog.types
        )
        broken_files = tuple(BrokenFile(path=str(broken.path), reason=broken.reason) for broken in catalog.broken)
        print_json([KnownTypes(types=known_types, broken=broken_files)])
    else:
        rows = [(known.key, _(known.title), str(known.source)) for known in catalog.types]
        ForPeople.say(*table(rows, (_("eventTypeKey"), _("What it tells"), _("Known from"))))
        for broken in catalog.broken:
            ForPeople.complain(_("Not used: {file}: {reason}").format(file=broken.path, reason=broken.reason))
    return ExitCode.FINE


def sample(arguments: argparse.Namespace) -> ExitCode:
    """Print the sample of one type, ready to be sent."""
    catalog = load_catalog(Profile.default().event_types_dir)
    known = catalog.get(arguments.type)
    if known is None:
        near = catalog.near(arguments.type)
        hint = _("Did you mean {key}?").format(key=near[0]) if near else _("“types” lists those there are.")
        raise UnusableInputError(_("There is no event type {key}. {hint}").format(key=arguments.type, hint=hint))
    ForPeople.say(wire.write(known.sample, Encoding(ApiVersion(arguments.api), arguments.native).normal()))
    return ExitCode.FINE
