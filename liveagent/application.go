package liveagent

import (
	"context"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// ApplicationService tells about the installation.
type ApplicationService service

// ApplicationStatus is the version and age of an installation.
type ApplicationStatus struct {
	// LiveAgentVersion is the version of the application, such as "5.46.1.19": what
	// a server can do depends on it.
	LiveAgentVersion string `json:"liveagentversion,omitzero"`
	// GPFVersion is the version of the framework below it.
	GPFVersion string `json:"gpfversion,omitzero"`
	// DateInstalled and DateLatestUpdate are when the application was installed
	// and last updated.
	DateInstalled    frontdesk.Opt[time.Time] `json:"dateinstalled,omitzero"`
	DateLatestUpdate frontdesk.Opt[time.Time] `json:"datelatestupdate,omitzero"`
	// CurrentServerTime is the server's clock; since 4.27.4.1.
	CurrentServerTime frontdesk.Opt[time.Time] `json:"current_server_time,omitzero"`
}

var opApplicationStatus = &transport.Operation{
	ID: "application.status", Method: http.MethodGet, Path: "/application/status", Class: frontdesk.ClassSafe,
}

// Status returns version and installation dates. It is the cheapest way to test
// address and key.
//
// Errors: a wrong key is [frontdesk.ErrAuth].
//
// LiveAgent API v1: "Return application installation date and latest version",
// since 2.8.12.1.
//
// Operation: application.status, safe.
//
//frontdesk:op liveagent application.status
func (s *ApplicationService) Status(ctx context.Context, opts ...frontdesk.Option) (*ApplicationStatus, error) {
	status := new(ApplicationStatus)
	if err := s.client.do(ctx, request{op: opApplicationStatus, reply: envelope{object: status}}, opts); err != nil {
		return nil, err
	}
	return status, nil
}
