package comagic

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// fault is the first thing that is wrong with params.
type fault struct{ field, reason string }

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

// required refuses a field that is not given.
func (c *checks) required(field string, given bool) {
	if !given {
		c.fail(field, "is required")
	}
}

// id refuses what is no id.
func (c *checks) id(field string, id int64) {
	if id <= 0 {
		c.fail(field, "%d is not a positive id", id)
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
