package comagic

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// fault is the first thing that is wrong with params.
type fault struct {
	field, reason string
	names         []string // those that could stand there, if it is a wrong name
}

// error returns the fault as an error, with all names in its Details.
func (f *fault) error(core *transport.Core, op *transport.Operation) error {
	err := core.InvalidArgument(op, f.field, "%s", f.reason)
	e, ok := err.(*frontdesk.Error)
	if !ok || len(f.names) == 0 {
		return err
	}
	e.Details = []frontdesk.Detail{{Message: e.Message, Field: f.field, Data: wire.AppendTexts(nil, f.names)}}
	return e
}

// checks is where params are checked: at the top or inside a nested object, whose
// path the fault's field gets.
type checks struct {
	fault  *fault
	parent *checks
	name   string
	index  int // of the element of a list, else -1
}

// in returns the checks of a nested object.
func (c *checks) in(name string) checks { return c.item(name, -1) }

// item returns the checks of an element of a list of objects.
func (c *checks) item(name string, index int) checks {
	return checks{fault: c.fault, parent: c, name: name, index: index}
}

func (c *checks) path() string {
	if c.parent == nil {
		return ""
	}
	path := c.parent.path() + c.name
	if c.index >= 0 {
		path += "[" + strconv.Itoa(c.index) + "]"
	}
	return path + "."
}

func (c *checks) fail(field, format string, args ...any) {
	if c.fault.reason == "" {
		c.fault.field, c.fault.reason = c.path()+field, fmt.Sprintf(format, args...)
	}
}

// failName is fail for a wrong name where one of several others could stand.
func (c *checks) failName(field, wrong, reason, what string, names []string) {
	if c.fault.reason == "" {
		c.fail(field, "%s", reason+choice(wrong, what, names))
		c.fault.names = names
	}
}

// required refuses a field that is not given.
func (c *checks) required(field string, given bool) {
	if !given {
		c.fail(field, "is required")
	}
}

// id refuses what is no id. Those of some of the vendor's own objects, such as
// groups of sources, are negative.
func (c *checks) id(field string, id int64) {
	if id == 0 {
		c.fail(field, "0 is no id")
	}
}

// atLeast and atMost bound a number.
func (c *checks) atLeast(field string, n, bound float64) {
	if n < bound {
		c.fail(field, "%v is below %v", n, bound)
	}
}

func (c *checks) atMost(field string, n, bound float64) {
	if n > bound {
		c.fail(field, "%v is above %v", n, bound)
	}
}

// minItems and maxItems bound the length of a list that is given.
func (c *checks) minItems(field string, n, bound int) {
	if n < bound {
		c.fail(field, "%d items, at least %d are needed", n, bound)
	}
}

func (c *checks) maxItems(field string, n, bound int) {
	if n > bound {
		c.fail(field, "%d items, at most %d are allowed", n, bound)
	}
}

// minLength and maxLength bound a text, in characters.
func (c *checks) minLength(field, text string, bound int) {
	if n := utf8.RuneCountInString(text); n < bound {
		c.fail(field, "%d characters, at least %d are needed", n, bound)
	}
}

func (c *checks) maxLength(field, text string, bound int) {
	if n := utf8.RuneCountInString(text); n > bound {
		c.fail(field, "%d characters, at most %d are allowed", n, bound)
	}
}
