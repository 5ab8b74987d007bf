package comagic

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/quota"
	"github.com/frontdesk-go/frontdesk/internal/settings"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// Metadata is what a reply says beside its data. [WithMetadata] returns it.
type Metadata struct {
	// TotalItems is the number of records without limit and offset, where told.
	TotalItems frontdesk.Opt[int]
	// Deprecated reports that the version of the API that was called ends soon.
	Deprecated bool
	// CurrentVersion and LatestVersion are told only together with Deprecated.
	CurrentVersion, LatestVersion string
	// Raw is the metadata as it came; nil if there was none.
	Raw json.RawMessage

	states []quota.State
}

// WithMetadata fills m with the metadata of the reply; of the last page for an
// iterator, of the last window for a Count, whose TotalItems are then that window's
// and not the sum. Calls only. Do not share m between concurrent calls.
func WithMetadata(m *Metadata) frontdesk.Option {
	return func(s *settings.Settings) {
		if s.ForVendor(vendor, "comagic.WithMetadata") && s.ForCall("comagic.WithMetadata") && m != nil {
			settings.Put(s, m)
		}
	}
}

// UnmarshalJSONFrom reads metadata of any shape: what is not as documented is left
// unknown, and never spoils the data beside it.
func (m *Metadata) UnmarshalJSONFrom(dec *wire.Decoder) error {
	raw, err := wire.ReadRaw(dec)
	if err == nil && !wire.Blank(raw) {
		*m = parseMetadata(bytes.Clone(raw), time.Now())
	}
	return err
}

// parseMetadata keeps raw.
func parseMetadata(raw []byte, now time.Time) Metadata {
	if wire.Blank(raw) {
		return Metadata{}
	}
	m := Metadata{Raw: raw}
	if total, ok := intMember(raw, "total_items"); ok && total >= 0 {
		m.TotalItems = frontdesk.Some(int(total))
	}
	if version, ok := wire.Member(raw, "api_version"); ok {
		m.CurrentVersion, m.LatestVersion = textMember(version, "current_version"), textMember(version, "latest_version")
		// The Call API misspells the key.
		m.Deprecated = textMember(version, "current_version_deprecated") == "true" ||
			textMember(version, "current_version_depricated") == "true"
	}
	if limits, ok := wire.Member(raw, "limits"); ok {
		m.states = parseLimits(limits, now)
	}
	return m
}

// limitNames are the windows that the vendor tells, the longest first, as their
// members begin.
var limitNames = []struct {
	name                    string
	limit, remaining, reset string
	length                  time.Duration
}{
	{"day", "day_limit", "day_remaining", "day_reset", 24 * time.Hour},
	{"hour", "hour_limit", "hour_remaining", "hour_reset", time.Hour},
	{"minute", "minute_limit", "minute_remaining", "minute_reset", time.Minute},
}

func parseLimits(limits []byte, now time.Time) []quota.State {
	var states []quota.State
	for _, l := range limitNames {
		limit, hasLimit := intMember(limits, l.limit)
		remaining, hasRemaining := intMember(limits, l.remaining)
		reset, hasReset := intMember(limits, l.reset)
		if !hasLimit && !hasRemaining {
			continue
		}
		state := quota.State{Name: l.name, Window: l.length, Remaining: -1}
		if hasLimit && limit > 0 {
			state.Limit = int(min(limit, maxPoints))
		}
		if hasRemaining {
			state.Remaining = int(min(max(remaining, 0), maxPoints))
		}
		if hasReset && reset >= 0 {
			// Whole seconds, perhaps cut off: one more makes sure.
			state.Reset = now.Add(time.Duration(min(reset, int64(l.length/time.Second)))*time.Second + time.Second)
		}
		states = append(states, state)
	}
	return states
}

// maxPoints bounds absurd numbers.
const maxPoints = 1 << 30

func intMember(object []byte, name string) (int64, bool) {
	raw, ok := wire.Member(object, name)
	if !ok {
		return 0, false
	}
	return wire.Int(raw)
}

func textMember(object []byte, name string) string {
	raw, _ := wire.Member(object, name)
	return wire.Text(raw)
}
