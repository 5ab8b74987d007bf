package salesman

import (
	"encoding/json"

	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// OnFlag is a truth that the server spells "on", and "" or null if it is none.
type OnFlag bool

// MarshalJSONTo implements JSON v2's MarshalerTo.
func (b OnFlag) MarshalJSONTo(enc *wire.Encoder) error {
	if b {
		return wire.WriteRaw(enc, []byte(`"on"`))
	}
	return wire.WriteRaw(enc, []byte(`""`))
}

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom; it reads what [YesNo]
// reads.
func (b *OnFlag) UnmarshalJSONFrom(dec *wire.Decoder) error {
	return (*YesNo)(b).UnmarshalJSONFrom(dec)
}

// The bounds that stand for an open end of a range of days: the server fills in
// today, or fails, where one end is missing.
var (
	firstDay = Date{Year: 1970, Month: 1, Day: 1}
	lastDay  = Date{Year: 2099, Month: 12, Day: 31}
)

// closeRange fills the open ends of a range.
func closeRange(from, till *Date) {
	if from.IsZero() {
		*from = firstDay
	}
	if till.IsZero() {
		*till = lastDay
	}
}

// checkUser refuses what cannot be a login.
func (c *Client) checkUser(op *transport.Operation, name, login string) error {
	if login == "" {
		return nil
	}
	if err := checkLogin(login); err != nil {
		return c.core.InvalidArgument(op, name, "%v", err)
	}
	return nil
}

// oneOf reports whether value is empty or among those known.
func oneOf[T ~string](value T, known ...T) bool {
	for _, k := range known {
		if value == k {
			return true
		}
	}
	return value == ""
}

// FieldTitles are the titles of an entity's fields, by their names on the wire.
type FieldTitles map[string]string

// ActivityType is a type of reminders and activities.
type ActivityType struct {
	// Title is the name by which reminders and activities name their type.
	Title string `json:"title"`
	// Color is #rrggbb; "" for types that were made by naming them.
	Color string `json:"color,omitzero"`
	// Scope tells what the type is for.
	Scope ActivityScope `json:"filter,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// ActivityScope is what a type is for.
//
// The constants: [ScopeAll] "all", [ScopeActivities] "activ", [ScopeTasks] "task".
type ActivityScope string

// The scopes.
const (
	// ScopeAll: reminders and activities.
	ScopeAll ActivityScope = "all"
	// ScopeActivities: activities only.
	ScopeActivities ActivityScope = "activ"
	// ScopeTasks: reminders only.
	ScopeTasks ActivityScope = "task"
)

// ContactRef names a contact in another record.
type ContactRef struct {
	ID int64 `json:"pid"`
	// Name is the first two words of the contact's name, with a space behind a single
	// one; [ContactsService.Get] shows it whole.
	Name string `json:"person,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}
