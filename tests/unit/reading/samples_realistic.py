"""Events as shops send them, with names that hold quotes, brackets, apostrophes, backslashes and links."""

import random

from hypothesis import strategies as st

from yespo_console.events.event import Event, Number, Object, Param

NAMES = (
    'Монітор 27" "Pro"',
    "Кав'ярня «Зерно»",
    "O'Brien & Sons <shop>",
    "T-shirt {limited} [blue], 50% off",
    "Size: 42/44; 100 % cotton",
    "Blue shirt",
    "Чашка № 5",
    "a, b, c",
    "// not a comment",
    "... and more",
    "Чай",
    "",
)
#: With quotes that are not escaped around them, these have two readings; they are rare in names.
DOUBTFUL = ("C:\\new\\table", "line one\nline two")
LINKS = (
    "https://example.com",
    "https://example.com/p?id=1&sort=price,asc#top",
    "app://open/cart?items=[1,2]",
    "https://example.com/%D0%B0/?q=a+b",
)
PRICES = ("45.50", "1e2", "0", "1299", "12345678901234567890", "-0.5")


def _name(chance: random.Random) -> str:
    return chance.choice(DOUBTFUL if chance.random() < 0.02 else NAMES)


def _product(chance: random.Random) -> Object:
    return Object(
        (
            ("productId", chance.choice(("WS01-L-Green", "1105", "кава/1"))),
            ("price", Number(chance.choice(PRICES))),
            ("name", _name(chance)),
            ("url", chance.choice(LINKS)),
            ("tags", tuple(_name(chance) for _ in range(chance.randint(0, 3)))),
        )
    )


def realistic_event(seed: int) -> Event:
    """A cart, a product, a search or a page with everything that makes reading hard."""
    chance = random.Random(seed)
    params = [Param("email", "olha@example.com"), Param("phone", "380501234567")]
    kind = chance.choice(("cartUpdated", "productViewed", "searchRequest", "pageViewed"))
    if kind == "cartUpdated":
        params.append(Param("products", tuple(_product(chance) for _ in range(chance.randint(0, 3)))))
        params.append(Param("recycleStateId", "d59c6e6d-4123-4b0e-8c32-15f0656a8c60"))
    elif kind == "productViewed":
        params.append(Param("product", _product(chance)))
        params.append(Param("currencyCode", "UAH"))
    elif kind == "searchRequest":
        params.append(Param("search", _name(chance)))
        params.append(Param("isFound", chance.choice((Number("0"), "1", True, None))))
    else:
        params.append(Param("page", Object((("location", chance.choice(LINKS)),))))
        params.append(Param("comment", chance.choice((*NAMES, *DOUBTFUL))))
    return Event(kind, "olha@example.com", tuple(params))


realistic_events = st.builds(realistic_event, st.integers(0, 2**32))
