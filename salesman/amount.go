package salesman

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// Amount is a number in decimal text, such as "1500.50": money, quantities and
// rates. It keeps what the server wrote digit for digit, which a float64 would
// not. "" is no amount. A decimal comma and spaces between digits are read, and
// sent as a point and none.
type Amount string

// AmountOf returns n as an Amount.
func AmountOf(n int64) Amount { return Amount(strconv.FormatInt(n, 10)) }

// Rat returns the exact value, and false if a is not a decimal number.
func (a Amount) Rat() (*big.Rat, bool) {
	text, ok := a.plain()
	if !ok || text == "" {
		return nil, false
	}
	return new(big.Rat).SetString(text)
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
