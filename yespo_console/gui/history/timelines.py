"""The timelines that begin at the exchange shown: its contact's, and its cart's."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from yespo_console.gui.actions import spec
from yespo_console.gui.compose.handover import ShowExchange
from yespo_console.gui.presses import on_press
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.history.page import HistoryPage
    from yespo_console.gui.services import Services
    from yespo_console.history.exchange import Exchange
    from yespo_console.history.store import Cancellation, HistoryStore
    from yespo_console.history.timeline_subject import Cart, Contact, Subject


class Timelines:
    """Opens timelines for one page."""

    def __init__(self, page: "HistoryPage") -> None:
        self._page = page

    def open_contact(self) -> None:
        """Open the timeline of the contact of the exchange shown."""
        from yespo_console.history.timeline_subject import contact_of

        exchange, services = self._page.shown, self._page.services
        if exchange is None or services is None:
            return
        contact = contact_of(exchange)
        if contact is None:
            self._page.noticed.emit("info", _("This event names no contact, so there is no timeline of one."))
        else:
            self._open(services, exchange, partial(_itself, contact))

    def open_cart(self) -> None:
        """Open the timeline of the cart of the exchange shown."""
        from yespo_console.history.timeline_subject import cart_of, contact_of

        exchange, services = self._page.shown, self._page.services
        if exchange is None or services is None:
            return
        cart = cart_of(exchange)
        if cart is None:
            self._page.noticed.emit("info", _("This event has no recycleStateId, so it belongs to no cart."))
        else:
            self._open(services, exchange, partial(_cart, services.history, cart, contact_of(exchange)))

    def menu_actions(self, owner: QWidget) -> list[QAction]:
        """The rows of the context menu."""
        actions = []
        for name, command in (("timeline-contact", self.open_contact), ("timeline-cart", self.open_cart)):
            action = QAction(spec(name).tooltip, owner)
            action.triggered.connect(on_press(command))
            actions.append(action)
        return actions

    def _open(self, services: "Services", exchange: "Exchange", decide: "Callable[[Cancellation], Subject]") -> None:
        from yespo_console.gui.timeline.dialog import TimelineDialog

        dialog = TimelineDialog(services.history, decide, exchange.id, services.runner, self._page)
        dialog.chosen.connect(self._show)
        dialog.open()

    def _show(self, number: int) -> None:
        self._page.receive(ShowExchange(number, keeps_search=True))


def _itself(subject: "Subject", _cancel: "Cancellation") -> "Subject":
    return subject


def _cart(store: "HistoryStore", cart: "Cart", contact: "Contact | None", cancel: "Cancellation") -> "Subject":
    """In a thread: whether the cart is followed by its id or by its contact."""
    from yespo_console.history.timeline import cart_subject

    return cart_subject(store, cart, contact, cancel)
