package salesman

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// Amount is a number in decimal text, such as "1500.50": money, quantities and
// rates. It keeps what the server wrote digit for digit, which a float64 would
// not. "" is no amount. A decimal comma and spaces between digits are read, and
// sent as a point and none.
//
// Compare with Equal, or the values of Rat: == compares the texts, of which one number
// has several ("10.5", "10.50", "10,5").
type Amount string

// AmountOf returns a whole number as an Amount. One with a fraction is written as
// text, "1500.50".
func AmountOf(n int64) Amount { return Amount(strconv.FormatInt(n, 10)) }

// AmountFromRat returns r with the given number of digits behind the point, of
// which there are none for 0 or fewer. What lies beyond them is rounded, halves
// away from zero. A nil r is no amount.
func AmountFromRat(r *big.Rat, digits int) Amount {
	if r == nil {
		return ""
	}
	text := r.FloatString(max(digits, 0))
	if strings.Trim(text, "-0.") == "" {
		text = strings.TrimPrefix(text, "-") // what rounds to 0 has no sign
	}
	return Amount(text)
}

// Rat returns the exact value, and false if a is not a decimal number.
func (a Amount) Rat() (*big.Rat, bool) {
	text, ok := a.plain()
	if !ok || text == "" {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// Equal reports whether a and other are the same number, however they are written, or
// the same text where they are none.
func (a Amount) Equal(other Amount) bool {
	_, number := a.Rat()
	return sameAmount(a, other) && (number || a == other)
}

// Float64 returns the nearest float64: for display, not for sums of money.
func (a Amount) Float64() float64 {
	r, ok := a.Rat()
	if !ok {
		return 0
	}
	f, _ := r.Float64()
	return f
}

// valid reports whether a is "" or a decimal number.
func (a Amount) valid() bool {
	_, ok := a.plain()
	return ok
}

// sign returns -1, 0 or 1; 0 for what is not a number.
func (a Amount) sign() int {
	if r, ok := a.Rat(); ok {
		return r.Sign()
	}
	return 0
}

// sameAmount compares by value: "10.5" and "10.50" are the same, and so are two
// texts that are no numbers.
func sameAmount(a, b Amount) bool {
	x, okX := a.Rat()
	y, okY := b.Rat()
	return okX == okY && (!okX || x.Cmp(y) == 0)
}

// setAmount puts a change into an amount: absent leaves it, and so does another
// spelling of the same value; null makes it 0, since the server keeps an amount
// that is not sent.
func setAmount(into *Amount, change frontdesk.Opt[Amount]) {
	if change.IsZero() {
		return
	}
	was, is := *into, change.Or("0")
	if is == "" {
		is = "0"
	}
	if was == "" && is.valid() && is.sign() == 0 || sameAmount(was, is) && is.valid() {
		return
	}
	*into = is
}

// amountSpaces are what stands between thousands in the server's texts.
var amountSpaces = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ",", ".")

// plain returns a as a JSON number, or "" for no amount.
func (a Amount) plain() (text string, ok bool) {
	text = strings.TrimPrefix(amountSpaces.Replace(strings.TrimSpace(string(a))), "+")
	if text == "" {
		return "", true
	}
	digits, sign := strings.TrimPrefix(text, "-"), ""
	if digits != text {
		sign = "-"
	}
	const longest = 64
	whole, fraction, point := strings.Cut(digits, ".")
	if len(digits) > longest || strings.Trim(whole+fraction, "0123456789") != "" || whole+fraction == "" || point && fraction == "" {
		return "", false
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if point {
		return sign + whole + "." + fraction, true
	}
	return sign + whole, true
}

// MarshalJSONTo implements JSON v2's MarshalerTo: a number, or "" for no
// amount. Methods refuse before sending what is neither.
func (a Amount) MarshalJSONTo(enc *wire.Encoder) error {
	text, ok := a.plain()
	switch {
	case !ok:
		return &wire.TypeError{Want: "salesman.Amount", Got: "string", Reason: "not a decimal number"}
	case text == "":
		return wire.WriteRaw(enc, []byte(`""`))
	}
	return wire.WriteRaw(enc, []byte(text))
}

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom. It keeps the text of
// a number or string; null and false are no amount.
func (a *Amount) UnmarshalJSONFrom(dec *wire.Decoder) error {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	if wire.Blank(raw) {
		*a = ""
		return nil
	}
	*a = Amount(wire.Text(raw))
	return nil
}
