package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRun_RemembersASyncAndNotADryRun(t *testing.T) {
	t.Setenv("HELPCRUNCH_API_KEY", "")
	file := filepath.Join(t.TempDir(), "state.json")
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-dry-run", "-state", file}, &out))
	assert.Contains(t, out.String(), "would be done: customer 9000001 becomes a contact")
	assert.Contains(t, out.String(), `would be done: company "Acme" becomes a client`)
	assert.Contains(t, out.String(), "1 created, 1 filled in, 1 as they should be, 1 skipped, 0 failed")
	assert.NoFileExists(t, file)

	require.NoError(t, run(t.Context(), []string{"-state", file}, &out))
	last, err := readState(file)
	require.NoError(t, err)
	assert.WithinDuration(t, time.Now().Add(-10*time.Minute), last.Since, time.Minute)

	require.NoError(t, os.WriteFile(file, []byte("{"), 0o600))
	require.Error(t, run(t.Context(), []string{"-state", file}, io.Discard))
}
