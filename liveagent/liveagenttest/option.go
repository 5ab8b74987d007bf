package liveagenttest

import (
	"time"

	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

// Option sets up a server; those of package frontdesktest serve too.
type Option = frontdesktest.Option

type settings struct {
	key     string
	foreign map[string]bool
	old     bool
	// deletesFiles is set for the versions that had the call.
	deletesFiles bool
	zone         *time.Location
	clock        func() time.Time
}

// WithAPIKey replaces [APIKey].
func WithAPIKey(key string) Option {
	return frontdesktest.Configure(func(s *settings) { s.key = key })
}

// WithForeignKey makes the server know a key of API v3, which it refuses with
// 403 "ApiKey not found".
func WithForeignKey(key string) Option {
	return frontdesktest.Configure(func(s *settings) {
		if s.foreign == nil {
			s.foreign = make(map[string]bool)
		}
		s.foreign[key] = true
	})
}

// WithOldServer makes the server an old one: a caller's mistake and an unknown
// record are 500 instead of 400 and 404, lists of conversations require a
// requester or a department and do not page, the note of a transfer or a deletion
// is called messages, searches of the knowledge base answer with articles
// instead of entries, and companies, files, widgets and most of the knowledge
// base are not known.
func WithOldServer() Option {
	return frontdesktest.Configure(func(s *settings) { s.old = true })
}

// WithFileDeletion makes the server one that deletes files, as LiveAgent did from
// 4.25.30.2 to 4.30.12.1. Others answer that they do not know the call.
func WithFileDeletion() Option {
	return frontdesktest.Configure(func(s *settings) { s.deletesFiles = true })
}

// WithLocation sets the zone in which the server writes times, which
// [Server.Client] then uses too; default, and for nil, America/Los_Angeles.
func WithLocation(zone *time.Location) Option {
	return frontdesktest.Configure(func(s *settings) {
		if zone != nil {
			s.zone = zone
		}
	})
}

// WithClock sets the clock of what the server remembers and reports: times of
// records that are made, days and deadlines of reports. Default [time.Now], which
// inside testing/synctest is virtual. A program that uses [Server.URL] gets the
// same report over old data at every run with
//
//	liveagenttest.WithClock(func() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) })
//
// It may be called by several goroutines at once, and must not call the server.
// Quotas, latency, faults, the Date header and the log of requests keep to the
// time of the machine, as clients do. A nil clock is time.Now.
func WithClock(now func() time.Time) Option {
	return frontdesktest.Configure(func(s *settings) {
		if s.clock = now; now == nil {
			s.clock = time.Now
		}
	})
}

// WithQuota is [frontdesktest.WithQuota]; default 180 a minute.
func WithQuota(n int, window time.Duration) Option { return frontdesktest.WithQuota(n, window) }

// WithLatency is [frontdesktest.WithLatency].
func WithLatency(d time.Duration) Option { return frontdesktest.WithLatency(d) }

// WithLogLimit is [frontdesktest.WithLogLimit].
func WithLogLimit(n int) Option { return frontdesktest.WithLogLimit(n) }

// defaultZone is that of LiveAgent's accounts; without a zone database, its
// winter time.
func defaultZone() *time.Location {
	zone, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		return time.FixedZone("PST", -8*60*60)
	}
	return zone
}
