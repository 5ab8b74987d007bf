package frontdesk

import (
	"io"

	"github.com/frontdesk-go/frontdesk/internal/dump"
	"github.com/frontdesk-go/frontdesk/internal/settings"
)

// WithDump writes each exchange, redacted, to w: what to attach to a support
// case. Personal data in bodies is not removed. Writes are serialised.
func WithDump(w io.Writer) Option {
	return func(s *settings.Settings) {
		if w != nil {
			s.Dump, s.DumpSet = dump.New(w), true
		}
	}
}
