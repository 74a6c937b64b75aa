"""Renders every screen to PNG files: light and dark, at 100 % and 150 %, in windows from the smallest to a large one.

``python tests/shots/render_shots.py FOLDER [SCREEN ...]``. Each picture is made by a process of its own, on a
profile of its own, with the real program and a real sandbox behind it.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

SIZES = {"least": (800, 600), "small": (1024, 700), "large": (1920, 1080)}
LONGEST_S = 60


def render(target: Path, screen: str, theme_name: str, size: str) -> None:
    """In the child process: show the program, bring it to the screen, save the picture."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QCursor

    from yespo_console.app import Console, make_application
    from yespo_console.gui import theme
    from yespo_console.platform.profile import Profile

    app = make_application()
    console = Console(app, Profile.default().ensure())
    theme.apply(app, "dark" if theme_name == "dark" else "light")
    console.window.resize(*SIZES[size])
    QCursor.setPos(SIZES[size][0] // 2, SIZES[size][1] - 2)  # nothing is drawn as if the mouse stood on it

    def save() -> None:
        _picture(console.window).save(str(target))
        for dialog in _dialogs(console.window):
            dialog.done(0)
        console.window.close()

    def done() -> None:
        QTimer.singleShot(900, save)

    console.backend.ready.connect(lambda _services: QTimer.singleShot(600, lambda: SCREENS[screen](console, done)))
    console.show()
    app.exec()
    console.stop()


def _dialogs(window):
    from PySide6.QtWidgets import QDialog

    return [one for one in window.findChildren(QDialog) if one.isVisible()]


def _picture(window):
    """The window as it is, with the dialog that stands over it."""
    from PySide6.QtGui import QPainter, QPen

    from yespo_console.gui.theme import theme

    picture = window.grab()
    for dialog in _dialogs(window):
        painter = QPainter(picture)
        over = dialog.grab()
        size = over.deviceIndependentSize().toSize()
        left, top = (window.width() - size.width()) // 2, (window.height() - size.height()) // 2
        painter.drawPixmap(left, top, over)
        painter.setPen(QPen(theme().colour("edge")))
        painter.drawRect(left - 1, top - 1, size.width() + 1, size.height() + 1)
        painter.end()
    return picture


def _compose(console, done: Callable[[], None], kind: str, change=lambda text: text, *, send: bool = True) -> None:
    from yespo_console.events import wire
    from yespo_console.events.event import Encoding
    from yespo_console.gui.compose.handover import OpenDraft

    page = console.window.page_of("compose")
    known = console.catalog.get(kind)
    page.receive(OpenDraft(change(wire.write(known.sample, Encoding())), Encoding()))
    if not send:
        done()
        return
    page.busy_changed.connect(lambda busy: None if busy else done())
    from PySide6.QtCore import QTimer

    QTimer.singleShot(300, page.send)


def compose(console, done) -> None:
    """A cart that was sent and accepted."""
    _compose(console, done, "cartUpdated")


def problems(console, done) -> None:
    """The same with what people get wrong."""
    _compose(
        console,
        done,
        "cartUpdated",
        lambda text: text.replace("cartUpdated", "cartUpdate").replace("380501234567", "+38 (050) 123-45-67"),
        send=False,
    )


def first_start(console, done) -> None:
    """What a new user sees."""
    done()


def _send_all(console, bodies, then: Callable[[], None]) -> None:
    """Send the bodies one after another, then show the history with the newest open."""
    from PySide6.QtCore import QTimer

    from yespo_console.events.event import Encoding
    from yespo_console.gui.compose.handover import OpenDraft

    page = console.window.page_of("compose")
    waiting = list(bodies)

    def select() -> None:
        console.window.page_of("history").found.enter()
        then()

    def following(busy: bool = False) -> None:
        if busy:
            return
        if waiting:
            page.receive(OpenDraft(waiting.pop(0), Encoding()))
            QTimer.singleShot(50, page.send)
        else:
            console.window.show_section("history")
            QTimer.singleShot(1200, select)

    page.busy_changed.connect(following)
    following()


def history_search(console, done) -> None:
    """Filters as chips, a mistake, pins, notes and tags; the list of what fits is open."""
    from PySide6.QtCore import QTimer

    page = console.window.page_of("history")

    def offer() -> None:
        page.search.setFocus()
        page.search.end(False)
        page.search.insert("sta")
        QTimer.singleShot(400, lambda: (page.search.offer(), done()))

    def ask() -> None:
        store = console.backend.services.history
        numbers = list(page.table.model().ids)
        store.annotate(numbers[1:4], note="The shop asked about it", add_tags=["cart lost", "asked"]).result()
        store.annotate(numbers[2:6], pinned=True).result()
        page.search.setFocus()
        page.search.write("a -type:pageViewed since:2026 status:2xx size:XL ")
        QTimer.singleShot(900, offer)

    history(console, lambda: QTimer.singleShot(800, ask))


def history(console, done) -> None:
    """One of each type, the newest open."""
    from yespo_console.events import wire
    from yespo_console.events.event import Encoding

    bodies = [wire.write(known.sample, Encoding()) for known in console.catalog.types]
    _send_all(console, [*bodies, '{"eventTypeKey": "PageViewed", "params": []}'], done)


_CARTS = (
    ("cartUpdated", (("WS01-L-Green", 1, 45.5, "Чашка зелена"),)),
    ("cartUpdated", (("WS01-L-Green", 2, 45.5, "Чашка зелена"), ("T-12", 1, 7.0, "Чай"))),
    ("CartUpdated", (("T-12", 1, "7.00", "Чай"), ("WS01-L-Green", 2, 41.0, "Чашка зелена"))),
)


def _carts() -> list[str]:
    import json

    bodies = []
    for at, (key, products) in enumerate(_CARTS):
        named = [dict(zip(("productId", "quantity", "price", "name"), product, strict=True)) for product in products]
        params = [
            {"name": "email", "value": "olha@example.com"},
            {"name": "products", "value": json.dumps(named, ensure_ascii=False)},
        ]
        if at < 2:
            params.append({"name": "recycleStateId", "value": "d59c6e6d-4123-4b0e-8c32-15f0656a8c60"})
        bodies.append(json.dumps({"eventTypeKey": key, "params": params}, ensure_ascii=False))
    return bodies


def _enlarge(console) -> None:
    """Dialogs as large as the window has room for; the screen of these pictures is smaller than that."""
    for dialog in _dialogs(console.window):
        dialog.resize(min(1080, console.window.width() - 24), min(760, console.window.height() - 24))


def compare(console, done) -> None:
    """Two carts side by side."""
    from PySide6.QtCore import QItemSelectionModel, QTimer

    def open_it() -> None:
        page = console.window.page_of("history")
        flags = QItemSelectionModel.SelectionFlag
        for row in (0, 1):
            page.table.selectionModel().select(page.table.model().index(row, 0), flags.Select | flags.Rows)
        page.commands()["compare"]()
        _enlarge(console)
        QTimer.singleShot(800, done)

    _send_all(console, _carts(), open_it)


def timeline(console, done) -> None:
    """What became of a contact."""
    from PySide6.QtCore import QTimer

    def open_it() -> None:
        console.window.page_of("history").commands()["timeline-contact"]()
        _enlarge(console)
        QTimer.singleShot(800, done)

    _send_all(console, [*_carts()[:2], *_carts()], open_it)


def exporting(console, done) -> None:
    """The dialog that hands exchanges on, with what it would replace."""
    from PySide6.QtCore import QTimer

    def ask() -> None:
        console.window.page_of("history").export()
        QTimer.singleShot(1500, done)

    history(console, ask)


def importing(console, done) -> None:
    """What came of an import that could not be read to its end."""
    from PySide6.QtCore import QTimer

    path = Path(tempfile.mkdtemp()) / "from-a-colleague.jsonl"
    path.write_text('{"version": 1, "sent_at": "yesterday", "request": {"body": ""}}\nnothing of ours\n')
    console.window.show_section("history")
    console.window.page_of("history")._transfer.take_in([path])
    QTimer.singleShot(1500, done)


def why(console, done) -> None:
    """The whole story of a cart that would be accepted."""
    _compose(console, done, "cartUpdated", send=False)
    console.window.page_of("compose").verdict.why.click()


def free_form(console, done) -> None:
    """An event of a type that Yespo does not document."""
    from yespo_console.events.event import Encoding
    from yespo_console.gui.compose.handover import OpenDraft

    text = """{
  "eventTypeKey": "loyaltyLevelReached",
  "keyValue": "level-3-of-380501234567",
  "params": [
    {"name": "phone", "value": "380501234567"},
    {"name": "level", "value": 3},
    {"name": "gift", "value": "{\\"productId\\":\\"WS01\\"}"}
  ]
}"""
    console.window.page_of("compose").receive(OpenDraft(text, Encoding()))
    done()


def no_json(console, done) -> None:
    """A text that is no JSON, answered by the sandbox."""
    _compose(console, done, "searchRequest", lambda text: text.replace('"params"', "params"))


def _shop(console) -> None:
    """A real account that can never be reached (RFC 2606), chosen."""
    from yespo_console.delivery.credentials import checked_key
    from yespo_console.delivery.environments import Environment

    shop = Environment(
        name="Shop",
        base_url="https://shop.invalid/api",
        organisation="Green Linen Ltd",
        test_contacts=("qa@example.com", "380501234567"),
        colour="#7c4ddb",
    )
    console.backend.services.credentials.set("Shop", checked_key("never-used-key"))
    console.backend.services.environments.save(shop)
    console.selection.take(console.backend.services.environments.all())
    console.selection.choose("Shop")


def real_account(console, done) -> None:
    """The header of a real account."""
    _shop(console)
    _compose(console, done, "productViewed", send=False)


def question(console, done) -> None:
    """What is asked before a send to a real account."""
    from PySide6.QtCore import QTimer

    _shop(console)
    _compose(console, lambda: None, "productViewed", send=False)
    QTimer.singleShot(300, console.window.page_of("compose").send)
    QTimer.singleShot(700, done)


def environments(console, done) -> None:
    """The dialog with the environments, a real account open."""
    _shop(console)
    console.edit_environments()
    done()


def settings(console, done) -> None:
    """The settings."""
    console.open_settings()
    done()


def retention(console, done) -> None:
    """Limits of the history, and what would go at once."""
    from PySide6.QtCore import QTimer

    def limit() -> None:
        console.open_settings()
        part = _dialogs(console.window)[0].retention
        part.exchanges.setValue(120)
        part.exchanges.setFocus()
        QTimer.singleShot(1200, done)

    _weeks(console)
    QTimer.singleShot(800, limit)


def forget(console, done) -> None:
    """What would be deleted of a contact."""
    from PySide6.QtCore import QTimer

    def ask() -> None:
        console.window.page_of("history").forget_contact()
        dialog = _dialogs(console.window)[0]
        dialog.value.setText("olena@example.com")
        dialog.look.click()
        QTimer.singleShot(2500, done)

    _weeks(console)
    QTimer.singleShot(800, ask)


def two_notices(console, done) -> None:
    """A mistake that stays, and under it something that passes."""
    console.window.notify(
        "error",
        "The history could not be read: the disk reports an error. What was sent is kept in memory until it can be.",
        (("Try again", lambda: None), ("Open the folder", lambda: None)),
    )
    console.window.notify("success", "Copied for the ticket. E-mails, phone numbers and the like are replaced.")
    done()


_BROKEN = """{
  "eventTypeKey": "cartUpdated", // what our shop sends
  "params": [
    {"name": "email", "value": "olha@example.com",},
  ]
}"""


def broken(console, done) -> None:
    """A text that is no JSON any more."""
    _compose(console, done, "cartUpdated", lambda _text: _BROKEN, send=False)


def repaired(console, done) -> None:
    """The same, repaired."""
    from PySide6.QtCore import QTimer

    _compose(console, lambda: None, "cartUpdated", lambda _text: _BROKEN, send=False)
    QTimer.singleShot(500, console.window.page_of("compose").commands()["repair"])
    QTimer.singleShot(1500, done)


def pasted_many(console, done) -> None:
    """A paste with more changes than there is room for."""
    from PySide6.QtCore import QTimer

    params = [f"{{name: 'field_{at}', 'value': 'a long value of number {at}',}}," for at in range(12)]
    _paste(console, "{'eventKey': 'mine', 'params': [" + "\n".join(params) + "]}")
    QTimer.singleShot(1500, lambda: (console.window.page_of("compose").readings.bar.unfold.click(), done()))


def commands(console, done) -> None:
    """All commands with their keys."""
    console.open_commands()
    done()


def about(console, done) -> None:
    """About the program, with what goes into a ticket."""
    console.open_about()
    done()


def history_empty(console, done) -> None:
    """Before anything was sent."""
    console.window.show_section("history")
    done()


def history_nothing(console, done) -> None:
    """A search that finds nothing, because half a name stands for a whole one."""
    from PySide6.QtCore import QTimer

    def search() -> None:
        console.window.show_section("history")
        console.window.page_of("history").search.setText("test type:page")
        QTimer.singleShot(600, done)

    _compose(console, search, "pageViewed")


def _weeks(console) -> None:
    """Six weeks of sends to the sandbox, some of which went wrong; the newest is pinned, tagged and has a note."""
    from datetime import UTC, datetime, timedelta

    from yespo_console.events import wire
    from yespo_console.events.checking import check
    from yespo_console.events.event import ApiVersion, Encoding
    from yespo_console.history.exchange import Answer, ExchangeError, NewExchange, StoredProblem, Timing

    store = console.backend.services.history
    text = wire.write(console.catalog.get("cartUpdated").sample, Encoding())
    problems = tuple(map(StoredProblem.of, check(text, console.catalog).problems))
    now = datetime.now(UTC)
    for step in range(300):
        new = NewExchange(
            sent_at=now - timedelta(hours=(300 - step) * 3.4 + step % 7),
            environment="Sandbox",
            is_real=False,
            url="http://127.0.0.1:8377/api/v2/event",
            api=ApiVersion.V2,
            event_type="cartUpdated",
            key_value="olena@example.com",
            locators=(("email", "olena@example.com"), ("phone", "380501234567")),
            request_headers=(("content-type", "application/json"),),
            request_body=text.encode(),
            problems=problems,
            source="window",
            tags=("to check", "Київ", "ticket 4711") if step == 299 else (),
            note="The customer says that the price in the mail was wrong. Asked the shop for the feed." * (step == 299),
            pinned=step == 299,
        )
        number = store.begin(new)
        timing = Timing(connect_ms=4, first_byte_ms=31, total_ms=37)
        if step % 23 == 5:
            answer = Answer(error=ExchangeError(kind="timeout"), timing=timing)
        else:
            answer = Answer(status=400 if step % 9 == 4 else 503 if step % 31 == 7 else 200, timing=timing)
        if step % 41 != 8:
            store.complete(number.result(), answer)


def _history_weeks(console, done, prepare=None) -> None:
    from PySide6.QtCore import QTimer

    page = console.window.page_of("history")

    def select() -> None:
        page.found.enter()
        if prepare is not None:
            prepare(page)
        done()

    _weeks(console)
    console.window.show_section("history")
    QTimer.singleShot(1500, select)


def history_detail(console, done) -> None:
    """An exchange with a pin, tags and a note."""
    _history_weeks(console, done, lambda page: page.chart.set_folded(True))


def history_chart(console, done) -> None:
    """The sends of six weeks, the keys on a bar."""
    from PySide6.QtCore import Qt, QTimer

    def open_chart(page) -> None:
        page.chart.set_folded(False)
        QTimer.singleShot(500, lambda: page.chart.canvas.setFocus(Qt.FocusReason.TabFocusReason))

    _history_weeks(console, done, open_chart)


def history_outlook(console, done) -> None:
    """What today's rules say about a cart of then."""
    _history_weeks(console, done, lambda page: page.view.tabs.setCurrentWidget(page.view.outlook))


def history_elsewhere(console, done) -> None:
    """The question to which other environment an exchange is to go."""
    _shop(console)
    _history_weeks(console, done, lambda page: page.exchange_actions.send_elsewhere())


_PASTED = r"""curl 'https://yespo.io/api/v2/event' -u 'api:0123456789abcdef0123' -d '{
  // what our shop sends
  "eventKey": "cartUpdated",
  "params": [
    {"name": "phone", "value": Phone},
    {"name": "email", "value": "olha@example.com"},
    {"name": "products", "value": "[{"productId":"WS01-L-Green","quantity":1,"price":45.50}]"},
    {"name": "recycleStateId", "value": "d59c6e6d-4123-4b0e-8c32-15f0656a8c60"},
  ]
}'"""


def _paste(console, text: str) -> None:
    from PySide6.QtGui import QGuiApplication

    QGuiApplication.clipboard().setText(text)
    console.paste()


def pasted(console, done) -> None:
    """A command with a key, a placeholder and an address, its changes folded."""
    from PySide6.QtCore import QTimer

    _paste(console, _PASTED)
    QTimer.singleShot(1500, done)


def pasted_changes(console, done) -> None:
    """The same with the changes open."""
    from PySide6.QtCore import QTimer

    def unfold() -> None:
        console.window.page_of("compose").readings.bar.unfold.click()
        done()

    _paste(console, _PASTED)
    QTimer.singleShot(1500, unfold)


def _several_text(console) -> str:
    from yespo_console.events import wire
    from yespo_console.events.event import Encoding

    samples = [wire.write(known.sample, Encoding(), indent=None) for known in console.catalog.types]
    return "\n".join([*samples, '{"eventKey": "PageViewed", "params": [{"name": "email", "value": "a@example.com"}]}'])


def several(console, done) -> None:
    """Several events to choose from, three of them sent."""
    from PySide6.QtCore import QTimer

    def send() -> None:
        dialog = _dialogs(console.window)[0]
        dialog.list.events.choose({0, 1, 2})
        dialog.send_button.click()
        QTimer.singleShot(1200, lambda: (dialog.list.events.choose({4, 5}), done()))

    _paste(console, _several_text(console))
    QTimer.singleShot(1500, send)


def keep_key(console, done) -> None:
    """The question for which environment a key is."""
    from PySide6.QtCore import QTimer

    def ask() -> None:
        console.window.page_of("compose").readings.bar.key_kept.emit()
        dialog = _dialogs(console.window)[0]
        dialog.environment.setCurrentIndex(dialog.environment.count() - 1)
        done()

    _paste(console, _PASTED)
    QTimer.singleShot(1500, ask)


def offer(console, done) -> None:
    """What the clipboard holds is offered."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QGuiApplication

    QGuiApplication.clipboard().setText(_PASTED)
    console._offer.look()
    QTimer.singleShot(1500, done)


def unreadable(console, done) -> None:
    """A text that cannot be read."""
    from PySide6.QtCore import QTimer

    _paste(console, '{"eventTypeKey": "cartUpdated", "params": [{"name": "email", "val')
    QTimer.singleShot(1500, done)


SCREENS: dict[str, Callable] = {
    "first-start": first_start,
    "compose": compose,
    "problems": problems,
    "why": why,
    "free-form": free_form,
    "no-json": no_json,
    "real-account": real_account,
    "question": question,
    "pasted": pasted,
    "pasted-changes": pasted_changes,
    "several": several,
    "keep-key": keep_key,
    "offer": offer,
    "pasted-many": pasted_many,
    "unreadable": unreadable,
    "broken": broken,
    "repaired": repaired,
    "two-notices": two_notices,
    "history": history,
    "history-detail": history_detail,
    "history-chart": history_chart,
    "history-outlook": history_outlook,
    "history-elsewhere": history_elsewhere,
    "history-search": history_search,
    "history-empty": history_empty,
    "history-nothing": history_nothing,
    "compare": compare,
    "timeline": timeline,
    "exporting": exporting,
    "importing": importing,
    "environments": environments,
    "settings": settings,
    "retention": retention,
    "forget": forget,
    "commands": commands,
    "about": about,
}


def main(folder: Path, wanted: list[str]) -> int:
    if unknown := sorted(set(wanted) - SCREENS.keys()):
        sys.stderr.write(f"No such screen: {', '.join(unknown)}. There are: {', '.join(SCREENS)}.\n")
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    for screen in wanted or SCREENS:
        for theme_name in ("light", "dark"):
            for size, scale in (("least", 1), ("small", 1), ("large", 1), ("least", 1.5)):
                target = folder / f"{screen}-{theme_name}-{size}-{int(scale * 100)}.png"
                with tempfile.TemporaryDirectory() as home:
                    environment = {
                        **os.environ,
                        "YESPO_CONSOLE_HOME": home,
                        "QT_QPA_PLATFORM": "offscreen",
                        "QT_SCALE_FACTOR": str(scale),
                        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
                    }
                    command = [sys.executable, __file__, "--one", str(target), screen, theme_name, size]
                    code = subprocess.run(command, env=environment, timeout=LONGEST_S, check=False).returncode
                made = code == 0 and target.is_file()
                failed += not made
                sys.stdout.write(f"{target}{'' if made else ': FAILED'}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        render(Path(sys.argv[2]), *sys.argv[3:])
    else:
        sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
