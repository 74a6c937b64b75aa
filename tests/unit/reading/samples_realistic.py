"""Events as shops send them, with names that hold quotes, brackets, apostrophes, backslashes and links."""

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
    "",
)
#: With quotes that are not escaped around them, these have two readings.
DOUBTFUL = ("C:\\new\\table", "line one\nline two")
LINKS = (
    "https://example.com",
    "https://example.com/p?id=1&sort=price,asc#top",
    "app://open/cart?items=[1,2]",
    "https://example.com/%D0%B0/?q=a+b",
)
# What two readings exist for is rare in names of products.
names = st.sampled_from(NAMES * 8 + DOUBTFUL)
prices = st.sampled_from(("45.50", "1e2", "0", "1299", "12345678901234567890", "-0.5")).map(Number)
products = st.builds(
    lambda key, price, name, url, tags: Object(
        (("productId", key), ("price", price), ("name", name), ("url", url), ("tags", tuple(tags)))
    ),
    st.sampled_from(("WS01-L-Green", "1105", "кава/1")),
    prices,
    names,
    st.sampled_from(LINKS),
    st.lists(names, max_size=3),
)


@st.composite
def realistic_events(draw):
    """A cart, a product or a search with everything that makes reading hard."""
    params = [Param("email", "olha@example.com"), Param("phone", "380501234567")]
    kind = draw(st.sampled_from(("cartUpdated", "productViewed", "searchRequest", "custom")))
    if kind == "cartUpdated":
        params.append(Param("products", tuple(draw(st.lists(products, max_size=3)))))
        params.append(Param("recycleStateId", "d59c6e6d-4123-4b0e-8c32-15f0656a8c60"))
    elif kind == "productViewed":
        params.append(Param("product", draw(products)))
        params.append(Param("currencyCode", "UAH"))
    elif kind == "searchRequest":
        params.append(Param("search", draw(names)))
        params.append(Param("isFound", draw(st.sampled_from((Number("0"), "1", True, None)))))
    else:
        params.append(Param("page", Object((("location", draw(st.sampled_from(LINKS))),))))
        params.append(Param("comment", draw(names)))
    return Event(kind, "olha@example.com", tuple(params))
