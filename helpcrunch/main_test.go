package helpcrunch_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

func asError(t *testing.T, err error) *frontdesk.Error {
	t.Helper()
	require.Error(t, err)
	e, ok := errors.AsType[*frontdesk.Error](err)
	require.True(t, ok, "%T: %v", err, err)
	return e
}

// answering returns a client of a server that gives one answer to everything.
func answering(t *testing.T, status int, body string, opts ...frontdesk.Option) *helpcrunch.Client {
	t.Helper()
	srv := helpcrunchtest.NewServer(t)
	srv.Fail(frontdesktest.Body(status, "application/json", body).Always())
	return srv.Client(append([]frontdesk.Option{frontdesk.NoRetry()}, opts...)...)
}
