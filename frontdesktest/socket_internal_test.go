package frontdesktest

import (
	"errors"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestURL_WithoutAPortIsReportedAndEmpty(t *testing.T) {
	s := New(Config{Name: "notes"})
	defer s.Close()
	s.listen = func(string, string) (net.Listener, error) { return nil, errors.New("no port is free") }
	assert.Empty(t, s.URL())
	require.Len(t, s.Violations(), 1)
	assert.Contains(t, s.Violations()[0], "notes server: cannot listen on loopback: no port is free (socket_internal_test.go:")
}
