package liveagent

import (
	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/settings"
)

// format is the format of replies that an option asked for.
type format bool

const (
	formatJSON format = false
	formatXML  format = true
)

// indexFallback marks a client that names operations in a query parameter.
type indexFallback struct{}

// WithXML asks for replies in XML instead of JSON: for servers whose JSON is
// broken, and for comparison. The results are the same. For clients and calls.
func WithXML() frontdesk.Option { return withFormat("WithXML", formatXML) }

// WithJSON asks for replies in JSON, the default: for single calls of a client
// made with [WithXML].
func WithJSON() frontdesk.Option { return withFormat("WithJSON", formatJSON) }

func withFormat(name string, f format) frontdesk.Option {
	return func(s *settings.Settings) {
		if s.ForVendor(vendor, name) {
			settings.Put(s, f)
		}
	}
}

// wantsXML returns the format that the options ask for, or the given one.
func wantsXML(set *settings.Settings, otherwise bool) bool {
	if set == nil {
		return otherwise
	}
	if f, ok := settings.Get[format](set); ok {
		return f == formatXML
	}
	return otherwise
}

// WithIndexFallback calls /api/index.php?handler=conversations instead of
// /api/conversations: for servers of your own whose web server does not rewrite
// addresses. Identifiers then cannot contain a slash. Clients only.
func WithIndexFallback() frontdesk.Option {
	return func(s *settings.Settings) {
		if s.ForVendor(vendor, "WithIndexFallback") && s.ForClient("WithIndexFallback") {
			settings.Put(s, indexFallback{})
		}
	}
}
