package redact

import (
	"fmt"
	"reflect"
	"strings"
)

// opaque stands for an error that shows a secret. The original is in a closure, where neither fmt, reflection,
// encoding/json nor a debugger's printer follows it: Is asks it, and nothing returns it. There is no As and no
// Unwrap. It is always used by pointer, which fmt does not follow inside other values.
type opaque struct {
	text string
	is   func(target error) bool
}

func (o *opaque) Error() string { return o.text }

// Is reports whether the original chain contains target.
func (o *opaque) Is(target error) bool { return o.is(target) }

// Format writes the text, whatever the verb.
func (o *opaque) Format(f fmt.State, verb rune) { fmt.Fprintf(f, fmt.FormatString(f, verb), o.text) }

func (o *opaque) GoString() string { return fmt.Sprintf("%#v", o.text) }

// MarshalText is read by encoding/json, encoding/xml and log/slog.
func (o *opaque) MarshalText() ([]byte, error) { return []byte(o.text), nil }

// The variants: with one rebuilt cause, with several, and each with the answers of a net.Error.
type (
	opaqueOne struct {
		*opaque
		cause error
	}
	opaqueMany struct {
		*opaque
		causes []error
	}
	opaqueNet struct {
		*opaque
		netAnswers
	}
	opaqueOneNet struct {
		*opaqueOne
		netAnswers
	}
	opaqueManyNet struct {
		*opaqueMany
		netAnswers
	}
)

func (o *opaqueOne) Unwrap() error    { return o.cause }
func (o *opaqueMany) Unwrap() []error { return o.causes }

// netAnswers are what the original said of itself as a net.Error.
type netAnswers struct{ timeout, temporary bool }

func (n netAnswers) Timeout() bool   { return n.timeout }
func (n netAnswers) Temporary() bool { return n.temporary }

// opaque returns what stands for err: its text redacted, with the renewed causes. In the text, what the old causes
// said is replaced by what the renewed ones say, so that a query stripped below is not shown above.
func (b *rebuilder) opaque(err error, renewed causes, old []error) error {
	text := textOf(err)
	for i, cause := range old {
		if before, after := textOf(cause), textOf(renewed.list[i]); before != "" && before != after {
			text = strings.ReplaceAll(text, before, after)
		}
	}
	base := &opaque{
		text: b.r.String(text),
		is:   func(target error) bool { return isAny(err, target) },
	}
	answers, isNet := netAnswersOf(err)
	switch {
	case renewed.several && len(renewed.list) > 0:
		many := &opaqueMany{base, renewed.list}
		if isNet {
			return &opaqueManyNet{many, answers}
		}
		return many
	case len(renewed.list) > 0:
		one := &opaqueOne{base, renewed.list[0]}
		if isNet {
			return &opaqueOneNet{one, answers}
		}
		return one
	case isNet:
		return &opaqueNet{base, answers}
	}
	return base
}

// textOf is err.Error() for errors that may panic.
func textOf(err error) (text string) {
	defer func() {
		if recover() != nil {
			text = unreadable
		}
	}()
	return err.Error()
}

// netAnswersOf asks err what a net.Error is asked. It is not ok if err has no Timeout or panics.
func netAnswersOf(err error) (n netAnswers, ok bool) {
	defer func() {
		if recover() != nil {
			n, ok = netAnswers{}, false
		}
	}()
	t, ok := err.(interface{ Timeout() bool })
	if !ok {
		return n, false
	}
	n.timeout = t.Timeout()
	if t, ok := err.(interface{ Temporary() bool }); ok {
		n.temporary = t.Temporary()
	}
	return n, true
}

// isAny is errors.Is for chains that may be cyclic and methods that may panic.
func isAny(err, target error) bool {
	queue := []error{err}
	for visited := 0; len(queue) > 0 && visited < maxNodes; visited++ {
		next := queue[0]
		queue = queue[1:]
		if isOne(next, target) {
			return true
		}
		c, _ := causesOf(next)
		queue = append(queue, c.list...)
	}
	return false
}

// isOne asks err alone, without its causes.
func isOne(err, target error) (yes bool) {
	defer func() {
		if recover() != nil {
			yes = false
		}
	}()
	if reflect.TypeOf(target).Comparable() && err == target {
		return true
	}
	e, ok := err.(interface{ Is(error) bool })
	return ok && e.Is(target)
}
