package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRun_BetweenFakesLeavesNoState(t *testing.T) {
	t.Setenv("HELPCRUNCH_API_KEY", "")
	file := filepath.Join(t.TempDir(), "state.json")
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-dry-run", "-state", file}, &out))
	assert.Contains(t, out.String(), "would be done: customer 9000001 becomes a contact")
	assert.Contains(t, out.String(), `would be done: company "Acme" becomes a client`)
	assert.Contains(t, out.String(), "1 created, 1 filled in, 1 as they should be, 1 skipped, 0 failed")
	assert.NoFileExists(t, file)

	for range 2 { // the second finds new fakes
		out.Reset()
		require.NoError(t, run(t.Context(), []string{"-state", file}, &out))
		assert.Contains(t, out.String(), "1 created, 1 filled in, 1 as they should be, 1 skipped, 0 failed")
		assert.NoFileExists(t, file)
	}
}

func TestState_IsOfItsAccounts(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state.json")
	const accounts = "https://crm.example.com jane@example.com"
	first, err := readState(file, accounts)
	require.NoError(t, err)
	assert.Zero(t, first.Since)

	since := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	require.NoError(t, writeState(file, state{Accounts: accounts, Since: since}))
	last, err := readState(file, accounts)
	require.NoError(t, err)
	assert.Equal(t, since, last.Since)

	_, err = readState(file, "https://other.example.com jane@example.com")
	require.ErrorContains(t, err, "other accounts")
	require.NoError(t, os.WriteFile(file, []byte("{"), 0o600))
	_, err = readState(file, accounts)
	require.Error(t, err)
}
