"""Ordinary programs of any length in the languages whose source is read, for the figures of reading.

Each shape of program is the same in every language: events that are spelled out one after the other, one event in a
long program, one in a program of functions that pass things on, and one under many comments.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Language:
    """How one language is written.

    Attributes:
        beginning: what stands at the top of the program.
        event: one event that is sent where it is spelled out; ``{n}`` is its number.
        held: one event in a variable that is filled and sent some lines below.
        function: a function without an event that calls others.
        comments: a comment of several lines above a statement.
        end: what stands at the bottom.
    """

    beginning: str
    event: str
    held: str
    function: str
    comments: str
    end: str = ""


_JAVASCRIPT: Final = Language(
    beginning="""\
import axios from 'axios';

const API = 'https://yespo.io/api/v3/event';
const TOKEN = process.env.YESPO_TOKEN;
const ORDERS = [];

""",
    event="""\
await axios.post(API, {
  eventTypeKey: 'cartUpdated',
  keyValue: 'olha{n}@example.com',
  params: [
    { name: 'email', value: 'olha{n}@example.com' },
    { name: 'products', value: [{ productId: 'WS-{n}', quantity: 2, price: 45.50, url: 'https://example.com/p/{n}' }] },
  ],
}, { headers: { 'Content-Type': 'application/json' } });
""",
    held="""\
async function sendCart{n}(client) {
  const event = {
    eventTypeKey: 'cartUpdated',
    keyValue: 'olha{n}@example.com',
    params: [{ name: 'email', value: 'olha{n}@example.com' }],
  };
  event.params.push({ name: 'cartId', value: '{n}' });
  console.log('sending cart', event.keyValue);
  const response = await fetch(API, { method: 'POST', body: JSON.stringify(event) });
  return response.status;
}
""",
    function="""\
export function total{n}(items, discount) {
  let sum = 0;
  for (const item of items) {
    if (item.quantity > 0 && item.price !== null) {
      sum += item.price * item.quantity;
    } else {
      console.warn('item {n} has no price', item.id);
    }
  }
  ORDERS.push({ number: {n}, total: sum, rows: items.map((each) => format(each, discount)) });
  return Math.round((sum - discount) * 100) / 100;
}
""",
    comments="""\
/**
 * The rate of currency number {n}, as the bank tells it in the morning.
 * It's kept for a day: "a rate" is {asked for} once, [then] remembered.
 */
// TODO: ask again when the bank's answer was empty
const rate{n} = rates['c{n}'] || 1;
""",
)
_PYTHON: Final = Language(
    beginning='''\
"""Sends the events of a shop."""

import json
import os

import requests

API = "https://yespo.io/api/v3/event"
TOKEN = os.environ["YESPO_TOKEN"]
ORDERS = []

''',
    event="""\
requests.post(API, json={
    "eventTypeKey": "cartUpdated",
    "keyValue": "olha{n}@example.com",
    "params": [
        {"name": "email", "value": "olha{n}@example.com"},
        {"name": "products", "value": [{"productId": "WS-{n}", "quantity": 2, "price": 45.50, "url": "https://example.com/p/{n}"}]},
    ],
}, timeout=10)
""",
    held="""\
def send_cart{n}(session):
    event = {
        "eventTypeKey": "cartUpdated",
        "keyValue": "olha{n}@example.com",
        "params": [{"name": "email", "value": "olha{n}@example.com"}],
    }
    event["params"].append({"name": "cartId", "value": "{n}"})
    print("sending cart", event["keyValue"])
    response = requests.post(API, data=json.dumps(event), timeout=10)
    return response.status_code

""",
    function="""\
def total{n}(items, discount):
    total = 0
    for item in items:
        if item.quantity > 0 and item.price is not None:
            total += item.price * item.quantity
        else:
            print(f"item {n} has no price {item.id}")
    ORDERS.append({"number": {n}, "total": total, "rows": [format_row(each, discount) for each in items]})
    return round(total - discount, 2)

""",
    comments="""\
# The rate of currency number {n}, as the bank tells it in the morning.
# It's kept for a day: "a rate" is {asked for} once, [then] remembered.
# TODO: ask again when the bank's answer was empty
rate{n} = rates.get("c{n}") or 1  # in hryvnias
""",
)
_PHP: Final = Language(
    beginning="""\
<?php

require 'vendor/autoload.php';

$api = 'https://yespo.io/api/v3/event';
$client = new GuzzleHttp\\Client();
$orders = [];

""",
    event="""\
$client->post($api, ['json' => [
    'eventTypeKey' => 'cartUpdated',
    'keyValue' => 'olha{n}@example.com',
    'params' => [
        ['name' => 'email', 'value' => 'olha{n}@example.com'],
        ['name' => 'products', 'value' => [['productId' => 'WS-{n}', 'quantity' => 2, 'price' => 45.50, 'url' => 'https://example.com/p/{n}']]],
    ],
]]);
""",
    held="""\
function sendCart{n}($client) {
    $event = [
        'eventTypeKey' => 'cartUpdated',
        'keyValue' => 'olha{n}@example.com',
        'params' => [['name' => 'email', 'value' => 'olha{n}@example.com']],
    ];
    $event['params'][] = ['name' => 'cartId', 'value' => '{n}'];
    error_log('sending cart ' . $event['keyValue']);
    $ch = curl_init('https://yespo.io/api/v3/event');
    curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode($event));
    return curl_exec($ch);
}
""",
    function="""\
function total{n}(array $items, float $discount): float {
    $sum = 0;
    foreach ($items as $item) {
        if ($item->quantity > 0 && $item->price !== null) {
            $sum += $item->price * $item->quantity;
        } else {
            error_log("item {n} has no price {$item->id}");
        }
    }
    Orders::add(['number' => {n}, 'total' => $sum, 'rows' => array_map('format_row', $items)]);
    return round($sum - $discount, 2);
}
""",
    comments="""\
/**
 * The rate of currency number {n}, as the bank tells it in the morning.
 * It's kept for a day: "a rate" is {asked for} once, [then] remembered.
 */
// TODO: ask again when the bank's answer was empty
$rate{n} = $rates['c{n}'] ?? 1;
""",
)
_RUBY: Final = Language(
    beginning="""\
require 'json'
require 'net/http'

API = URI('https://yespo.io/api/v3/event')
TOKEN = ENV['YESPO_TOKEN']
ORDERS = []

""",
    event="""\
Net::HTTP.post(API, {
  eventTypeKey: 'cartUpdated',
  keyValue: 'olha{n}@example.com',
  params: [
    { name: 'email', value: 'olha{n}@example.com' },
    { name: 'products', value: [{ productId: 'WS-{n}', quantity: 2, price: 45.50, url: 'https://example.com/p/{n}' }] }
  ]
}.to_json, 'Content-Type' => 'application/json')
""",
    held="""\
def send_cart{n}(client)
  event = {
    eventTypeKey: 'cartUpdated',
    keyValue: 'olha{n}@example.com',
    params: [{ name: 'email', value: 'olha{n}@example.com' }]
  }
  event[:params] << { name: 'cartId', value: '{n}' }
  puts "sending cart #{event[:keyValue]}"
  response = Net::HTTP.post(API, event.to_json)
  response.code
end
""",
    function="""\
def total{n}(items, discount)
  sum = 0
  items.each do |item|
    if item.quantity > 0 && !item.price.nil?
      sum += item.price * item.quantity
    else
      warn "item {n} has no price #{item.id}"
    end
  end
  ORDERS.push({ number: {n}, total: sum, rows: items.map { |each| format_row(each, discount) } })
  (sum - discount).round(2)
end
""",
    comments="""\
# The rate of currency number {n}, as the bank tells it in the morning.
# It's kept for a day: "a rate" is {asked for} once, [then] remembered.
# TODO: ask again when the bank's answer was empty
rate{n} = rates['c{n}'] || 1
""",
)
_POWERSHELL: Final = Language(
    beginning="""\
$api = 'https://yespo.io/api/v3/event'
$headers = @{ 'Content-Type' = 'application/json' }

""",
    event="""\
Invoke-RestMethod -Uri $api -Method Post -Headers $headers -Body (@{
  eventTypeKey = 'cartUpdated'
  keyValue = 'olha{n}@example.com'
  params = @(
    @{ name = 'email'; value = 'olha{n}@example.com' }
    @{ name = 'products'; value = @(
      @{ productId = 'WS-{n}'; quantity = 2; price = 45.50; url = 'https://example.com/p/{n}' }
    ) }
  )
} | ConvertTo-Json -Depth 9)
""",
    held="""\
function Send-Cart{n} {
  $event{n} = @{
    eventTypeKey = 'cartUpdated'
    keyValue = 'olha{n}@example.com'
    params = @(@{ name = 'email'; value = 'olha{n}@example.com' })
  }
  Write-Host "sending cart {n}"
  Invoke-RestMethod -Uri $api -Method Post -Body ($event{n} | ConvertTo-Json -Depth 9)
}
""",
    function="""\
function Get-Total{n}($items, $discount) {
  $sum = 0
  foreach ($item in $items) {
    if ($item.quantity -gt 0 -and $item.price -ne $null) {
      $sum += $item.price * $item.quantity
    } else {
      Write-Warning "item {n} has no price $($item.id)"
    }
  }
  return [math]::Round($sum - $discount, 2)
}
""",
    comments="""\
# The rate of currency number {n}, as the bank tells it in the morning.
# It's kept for a day: "a rate" is {asked for} once, [then] remembered.
# TODO: ask again when the bank's answer was empty
$rate{n} = $rates['c{n}']
""",
)
_CSHARP: Final = Language(
    beginning="""\
using System.Net.Http.Json;

var client = new HttpClient();
var api = "https://yespo.io/api/v3/event";

""",
    event="""\
await client.PostAsJsonAsync(api, new {
    eventTypeKey = "cartUpdated",
    keyValue = "olha{n}@example.com",
    @params = new[] {
        new { name = "email", value = "olha{n}@example.com" },
        new { name = "cartId", value = "{n}" },
    },
});
""",
    held="""\
async Task SendCart{n}(HttpClient client) {
    var cart = new {
        eventTypeKey = "cartUpdated",
        keyValue = "olha{n}@example.com",
        @params = new[] { new { name = "email", value = "olha{n}@example.com" } },
    };
    Console.WriteLine("sending cart {n}");
    await client.PostAsJsonAsync(api, cart);
}
""",
    function="""\
decimal Total{n}(List<Item> items, decimal discount) {
    decimal sum = 0;
    foreach (var item in items) {
        if (item.Quantity > 0 && item.Price != null) {
            sum += item.Price.Value * item.Quantity;
        } else {
            Console.WriteLine($"item {n} has no price {item.Id}");
        }
    }
    return Math.Round(sum - discount, 2);
}
""",
    comments="""\
/// <summary>The rate of currency number {n}, as the bank tells it in the morning.</summary>
// It's kept for a day: "a rate" is {asked for} once, [then] remembered.
var rate{n} = rates["c{n}"] ?? 1;
""",
)

LANGUAGES: Final[Mapping[str, Language]] = {
    "javascript": _JAVASCRIPT,
    "python": _PYTHON,
    "php": _PHP,
    "ruby": _RUBY,
    "powershell": _POWERSHELL,
    "c#": _CSHARP,
}

#: What a program is made of, by name: the parts that are repeated, and whether one event stands in the middle of them.
_SHAPES: Final[Mapping[str, tuple[Callable[[Language], str], bool]]] = {
    "events sent": (lambda language: language.event, False),
    "events held": (lambda language: language.held, False),
    "one event, functions": (lambda language: language.function, True),
    "one event, comments": (lambda language: language.comments, True),
    "functions and comments, some events": (
        lambda language: language.function * 3 + language.comments + language.held,
        False,
    ),
}
SHAPES: Final = tuple(_SHAPES)


def program(language: str, shape: str, length: int) -> str:
    """A program of about ``length`` characters."""
    spelled = LANGUAGES[language]
    part_of, has_one_event = _SHAPES[shape]
    part = part_of(spelled)
    count = max(1, (length - len(spelled.beginning)) // len(part))
    parts = [part.replace("{n}", str(number)) for number in range(count)]
    if has_one_event:
        parts.insert(count // 2, spelled.event.replace("{n}", str(count)))
    return spelled.beginning + "\n".join(parts) + spelled.end
