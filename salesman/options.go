package salesman

import (
	"fmt"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/settings"
)

type (
	formMode   struct{}
	scriptName struct{}
	writeBound int
)

// WithForm sends all parameters as a form, for servers before version 2019.2,
// which do not read JSON. The server then rewrites texts outside of nested
// values: it trims them and replaces " by ” and ' by &acute;, also the texts that an
// Update keeps and writes along. A text that would differ by that alone is no change.
// Clients only.
func WithForm() frontdesk.Option {
	return func(s *settings.Settings) {
		if s.ForVendor(vendor, "salesman.WithForm") && s.ForClient("salesman.WithForm") {
			settings.Put(s, formMode{})
		}
	}
}

// WithoutRewrite addresses the scripts by their file names (person.php), for
// web servers without the CRM's rewrite rules. Clients only.
func WithoutRewrite() frontdesk.Option {
	return func(s *settings.Settings) {
		if s.ForVendor(vendor, "salesman.WithoutRewrite") && s.ForClient("salesman.WithoutRewrite") {
			settings.Put(s, scriptName{})
		}
	}
}

// WithMaxWrites lets up to n writes be under way at a time; default 2. The server calls
// itself by HTTP in each write, so that many at once may leave it no process to answer
// with. Further writes wait; reads do not. Clients only.
func WithMaxWrites(n int) frontdesk.Option {
	return func(s *settings.Settings) {
		switch {
		case !s.ForVendor(vendor, "salesman.WithMaxWrites"), !s.ForClient("salesman.WithMaxWrites"):
		case n < 1:
			s.Fail(fmt.Errorf("salesman.WithMaxWrites: %d is not positive", n))
		default:
			settings.Put(s, writeBound(n))
		}
	}
}
