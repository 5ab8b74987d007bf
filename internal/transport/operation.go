package transport

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// Operation is what the inventory says of one operation of a vendor. It is
// data: vendor packages declare one variable for each.
type Operation struct {
	// ID is the inventory's id, such as "customers.get".
	ID string
	// Method is the HTTP method.
	Method string
	// Path is the template below the base URL, such as "/customers/{id}".
	Path string
	// Class decides what may be repeated.
	Class frontdesk.Class
	// Cost is what one request takes from the vendor's windows; 0 means 1.
	Cost int
}

// Request is one call of an operation, ready to be signed and sent.
type Request struct {
	Op *Operation
	// Class replaces the operation's where this call's params change it: a note
	// that is written with each repetition, say.
	Class *frontdesk.Class
	// Path is the expanded path; see [Expand]. Empty uses Op.Path as it is.
	Path Path
	// Query is encoded, without credential.
	Query string
	// ContentType and Accept become headers where not empty.
	ContentType, Accept string
	// Body is sent with each attempt; nil for none.
	Body []byte
	// Codec decodes the reply into Out. A nil Out ignores the body.
	Codec *wire.Codec
	Out   any
	// Convert turns the body into the JSON that Codec reads (XML replies).
	Convert func(body []byte) ([]byte, error)
	// Unsigned leaves the credential out (login).
	Unsigned bool
	// Hatch marks an untyped call, whose class the caller may state (WithClass).
	Hatch bool
	// Format is the vendor's own note for its Protocol, such as "xml".
	Format string
	// Meta is whatever else the vendor's Protocol needs to know of this call.
	Meta any
}

// Path is a path in both forms that net/url keeps.
type Path struct{ Decoded, Escaped string }

// Expand fills the {placeholders} of a template with args in their order, each
// escaped as one path element. Elements that would change the path's meaning
// (empty, "." and "..") are refused.
func Expand(template string, args ...string) (Path, error) {
	decoded := make([]byte, 0, len(template)+16*len(args))
	var escaped []byte // only where it differs
	rest := template
	for _, arg := range args {
		before, after, found := strings.Cut(rest, "{")
		name, tail, closed := strings.Cut(after, "}")
		if !found || !closed {
			return Path{}, fmt.Errorf("path %s has no place for %d arguments", template, len(args))
		}
		if arg == "" || arg == "." || arg == ".." {
			return Path{}, &ArgumentError{Field: name, Reason: fmt.Sprintf("%q cannot stand in a path", arg)}
		}
		decoded = append(decoded, before...)
		safe := url.PathEscape(arg)
		if escaped == nil && safe != arg {
			escaped = append(escaped, decoded...)
		} else if escaped != nil {
			escaped = append(escaped, before...)
		}
		decoded = append(decoded, arg...)
		if escaped != nil {
			escaped = append(escaped, safe...)
		}
		rest = tail
	}
	if strings.Contains(rest, "{") {
		return Path{}, fmt.Errorf("path %s wants more than %d arguments", template, len(args))
	}
	path := Path{Decoded: string(append(decoded, rest...))}
	path.Escaped = path.Decoded
	if escaped != nil {
		path.Escaped = string(append(escaped, rest...))
	}
	return path, nil
}

// ArgumentError is an argument refused before sending; Do and Invalid turn it
// into an Error of Kind Invalid that names the field.
type ArgumentError struct{ Field, Reason string }

func (e *ArgumentError) Error() string { return e.Field + ": " + e.Reason }
