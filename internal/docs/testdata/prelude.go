// Package snippet declares what Go blocks of the pages take for granted.
package snippet

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/salesman"
)

var (
	ctx context.Context
	t   *testing.T

	hc *helpcrunch.Client
	sm *salesman.Client
	la *liveagent.Client
	cm *comagic.Client

	apiKey, login, password, token, secret string

	id         int64
	from, till time.Time
	err        error

	srv    *helpcrunchtest.Server
	mux    *http.ServeMux
	logger *slog.Logger
	file   *os.File
)
