package salesman

import (
	"fmt"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// YesNo is a truth that the server spells "yes" and "no". An optional one is
// frontdesk.Some[salesman.YesNo](true).
type YesNo bool

// MarshalJSONTo implements JSON v2's MarshalerTo.
func (b YesNo) MarshalJSONTo(enc *wire.Encoder) error {
	if b {
		return wire.WriteRaw(enc, []byte(`"yes"`))
	}
	return wire.WriteRaw(enc, []byte(`"no"`))
}

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom. It reads "yes", "on",
// "true" and 1 as true, all else as false.
func (b *YesNo) UnmarshalJSONFrom(dec *wire.Decoder) error {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	switch strings.ToLower(strings.TrimSpace(wire.Text(raw))) {
	case "yes", "on", "true", "1", "да":
		*b = true
	default:
		*b = false
	}
	return nil
}

// Date is a day in the account's calendar, without time or zone. The zero Date
// is no day. The server stores days that no calendar has, such as 2026-11-00: they
// are read as they are, and refused where a Date is sent.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day on which t falls in t's own zone.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// In returns the beginning of the day in loc; nil is UTC. A day that the calendar
// does not have is counted on from one that it has: 2026-11-00 is the 31st of October.
func (d Date) In(loc *time.Location) time.Time {
	if loc == nil {
		loc = time.UTC
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
}

// AddDays returns the day n days later.
func (d Date) AddDays(n int) Date { return DateOf(d.In(nil).AddDate(0, 0, n)) }

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d == Date{} }

// String returns YYYY-MM-DD, or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// valid reports whether the calendar has the day.
func (d Date) valid() bool {
	return d.IsZero() || d.Year >= 1 && d.Year <= 9999 && DateOf(d.In(nil)) == d
}

// MarshalJSONTo implements JSON v2's MarshalerTo.
func (d Date) MarshalJSONTo(enc *wire.Encoder) error {
	return wire.WriteRaw(enc, wire.AppendQuote(nil, d.String()))
}

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom. It reads YYYY-MM-DD,
// DD.MM.YYYY and DD.MM.YY (of this century), with or without a time; null, "",
// false, 0000-00-00 and what PHP makes of it, -0001-11-30, are the zero Date.
func (d *Date) UnmarshalJSONFrom(dec *wire.Decoder) error {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	text := strings.TrimSpace(wire.Text(raw))
	for _, none := range []string{"0000-00-00", "00.00.0000", "-0001-11-30", "30.11.-0001"} { // the latter are PHP's, of the former
		if strings.HasPrefix(text, none) {
			text = ""
		}
	}
	if text == "" || text == "0" {
		*d = Date{}
		return nil
	}
	day, ok := leadingDay(text)
	if !ok {
		return &wire.TypeError{Want: "salesman.Date", Got: "string", Reason: "not a date in a known layout"}
	}
	*d = day
	return nil
}

// leadingDay reads the day with which a text begins: YYYY-MM-DD, DD.MM.YYYY or
// DD.MM.YY. The calendar is not asked.
func leadingDay(text string) (day Date, ok bool) {
	var parts [3]int
	var widths [3]int
	at := 0
	for i := range parts {
		if i > 0 {
			if at >= len(text) || text[at] != '-' && text[at] != '.' || i == 2 && text[at] != text[widths[0]] {
				return Date{}, false
			}
			at++
		}
		for ; at < len(text) && text[at] >= '0' && text[at] <= '9' && widths[i] < 5; at++ {
			parts[i], widths[i] = parts[i]*10+int(text[at]-'0'), widths[i]+1
		}
	}
	switch isoDate := text[widths[0]] == '-'; {
	case isoDate && widths == [3]int{4, 2, 2}:
		return Date{parts[0], time.Month(parts[1]), parts[2]}, true
	case !isoDate && widths == [3]int{2, 2, 4}:
		return Date{parts[2], time.Month(parts[1]), parts[0]}, true
	case !isoDate && widths == [3]int{2, 2, 2}:
		return Date{2000 + parts[2], time.Month(parts[1]), parts[0]}, true
	}
	return Date{}, false
}

// Fields is a choice of fields by their names on the wire, as the tags of the record
// and the Fields method of the service have them: "title", "clid", "input1". Empty
// means all active fields.
//
// The server knows no error here: it leaves out a name that the account does not have,
// or that is not active, and where none is left the rows have hardly more than an id.
// What belongs to a field comes with it and has no name of its own: the owner's id,
// login and name (OwnerID, Owner, OwnerName) come with "iduser", the client's name with
// "clid".
type Fields []string

// MarshalJSONTo implements JSON v2's MarshalerTo: the names joined by commas.
func (f Fields) MarshalJSONTo(enc *wire.Encoder) error {
	return wire.WriteRaw(enc, wire.AppendQuote(nil, strings.Join(f, ",")))
}

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom.
func (f *Fields) UnmarshalJSONFrom(dec *wire.Decoder) error {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	*f = nil
	for name := range strings.SplitSeq(wire.Text(raw), ",") {
		if name = strings.TrimSpace(name); name != "" {
			*f = append(*f, name)
		}
	}
	return nil
}

// withID returns the choice with the id among it: without the id a record of
// nulls could not be told from a record without values. An empty choice stays.
func (f Fields) withID(id string) Fields {
	if len(f) == 0 {
		return nil
	}
	for _, name := range f {
		if name == id {
			return f
		}
	}
	return append(Fields{id}, f...)
}

// Direction is the order of a sorted list.
//
// The constants: [Descending] "new", [Ascending] "old".
type Direction string

// The directions.
const (
	// Descending: the newest, or largest, first. It is the server's default.
	Descending Direction = "new"
	// Ascending: the oldest, or smallest, first.
	Ascending Direction = "old"
)

// WriteResult is what a write says of itself.
type WriteResult struct {
	// ID is the record's id.
	ID int64 `json:"data,omitzero"`
	// Message is the server's text, in Russian.
	Message string `json:"result,omitzero"`
	// Social is a text on social contacts, from older servers.
	Social string `json:"social,omitzero"`
	// Changed is false if the server found nothing to change: the record was already as
	// asked for, or the account has no such field (what it hides, such as the description
	// of a deal, is not stored, and the server does not say so; see [WithFieldCheck]). It
	// is true where the call was repeated by itself after an attempt whose reply was lost,
	// or was a crash, and the repetition found nothing left to change: the lost attempt
	// may have made the change. Message is then what the server says of the repetition,
	// such as Error.
	Changed bool `json:"-"`
	// Unseen names what was written, by the names on the wire, and is not shown by
	// the account, so that it may have been as asked for before: Changed is true then.
	// Only [ContactsService.Update] sets it.
	Unseen []string `json:"-"`
}

// DeleteResult is what a deletion says of itself.
type DeleteResult struct {
	// ID is the id of the deleted record.
	ID int64 `json:"data,omitzero"`
	// Message is the server's text, in Russian. For contacts too it says that a
	// client was deleted.
	Message string `json:"result,omitzero"`
	// Details is a longer text with the number of records that went with it.
	Details string `json:"message,omitzero"`
}

// ItemResult is the outcome of one item of a list that was sent to be stored.
type ItemResult struct {
	// ID is the id of the stored record; 0 if it was not stored.
	ID int64 `json:"data,omitzero"`
	// Message is the server's text, in Russian.
	Message string `json:"result,omitzero"`
	// ExistingID is the record that is there already, where a client was not
	// stored because it is a duplicate.
	ExistingID int64 `json:"exists,omitzero"`
	// Err is nil if the item was stored, else a *frontdesk.Error.
	Err error `json:"-"`
}

// isCustomField reports whether name is input1, input2 and the like: the names of
// an account's own fields.
func isCustomField(name string) bool {
	digits, ok := strings.CutPrefix(name, "input")
	return ok && digits != "" && len(digits) <= 3 && digits[0] != '0' && strings.Trim(digits, "0123456789") == ""
}
