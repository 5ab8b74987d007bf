package comagic

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// Seconds is a duration in whole seconds that the vendor writes as a number or as
// HH:MM:SS.
type Seconds int64

// Duration returns the seconds as a duration.
func (s Seconds) Duration() time.Duration { return time.Duration(s) * time.Second }

// UnmarshalJSONFrom reads a number, also in quotes, and HH:MM:SS; null and an empty
// text are 0.
func (s *Seconds) UnmarshalJSONFrom(dec *wire.Decoder) error {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	*s = 0
	if wire.Blank(raw) || string(raw) == `""` {
		return nil
	}
	text := wire.Text(raw)
	if n, ok := wire.Int(raw); ok {
		*s = Seconds(n)
		return nil
	}
	parts := strings.Split(text, ":")
	for _, part := range parts {
		n, err := strconv.ParseUint(part, 10, 31)
		if err != nil || len(parts) > 3 {
			return fmt.Errorf("%.20q is no duration", text)
		}
		*s = *s*60 + Seconds(n)
	}
	return nil
}
