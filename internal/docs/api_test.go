package docs_test

import (
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/internal/docs"
)

// shownChanges is how many lines of a difference a failure shows.
const shownChanges = 40

func TestAPI_IsThatOfTheGoldenFiles(t *testing.T) {
	for _, folder := range docs.PublicPackages() {
		name := path.Base(folder)
		if folder == "." {
			name = "frontdesk"
		}
		t.Run(name, func(t *testing.T) {
			want, err := docs.API(folder)
			require.NoError(t, err)
			have := golden(t, filepath.Join("testdata", "api", name+".txt"), want)
			gone, added := docs.CompareAPI(have, want)
			if len(gone)+len(added) == 0 {
				return
			}
			t.Errorf("the exported API has changed. If it is meant to, run go test ./internal/docs -run API -update, and say so in CHANGELOG.md.\n"+
				"%d lines are gone, which breaks users:\n%s\n%d lines are new:\n%s",
				len(gone), shown(gone), len(added), shown(added))
		})
	}
}

func shown(lines []string) string {
	if len(lines) > shownChanges {
		lines = append(lines[:shownChanges:shownChanges], "…")
	}
	return "\t" + strings.Join(lines, "\n\t")
}

// Samples of every form that a symbol has.
func TestAPI_NamesSymbolsOfEveryForm(t *testing.T) {
	for folder, wants := range map[string][]string{
		".": {
			`pkg frontdesk, const KindInvalid Kind = "invalid"`,
			`pkg frontdesk, const ClassSafe Class = 2`,
			`pkg frontdesk, var ErrNotFound error`,
			`pkg frontdesk, func Collect[T any](iter.Seq2[T, error]) ([]T, error)`,
			`pkg frontdesk, type Kind string`,
			`pkg frontdesk, type Error struct`,
			`pkg frontdesk, type Error struct, RetryAfter time.Duration`,
			`pkg frontdesk, type Attempt struct, embedded Call`,
			`pkg frontdesk, type Hooks struct, Start func(context.Context, Call) context.Context`,
			`pkg frontdesk, type Limiter interface, Wait(context.Context) error`,
			`pkg frontdesk, type Opt[T any] struct`,
			`pkg frontdesk, type Page[T any] struct, Total Opt[int]`,
			`pkg frontdesk, method (*Error) Unwrap() error`,
			`pkg frontdesk, method (Opt) Get() (T, bool)`,
			`pkg frontdesk, method (*Opt) UnmarshalJSON([]byte) error`,
		},
		"helpcrunch": {
			`pkg helpcrunch, func New(string, ...frontdesk.Option) (*Client, error)`,
			`pkg helpcrunch, type Client struct, Customers *CustomersService`,
			`pkg helpcrunch, method (*CustomersService) Get(context.Context, int64, ...frontdesk.Option) (*Customer, error)`,
		},
		"helpcrunch/helpcrunchtest": {
			`pkg helpcrunchtest, type Option = frontdesktest.Option`,
			`pkg helpcrunchtest, type Server struct, embedded *frontdesktest.Server`,
		},
	} {
		api, err := docs.API(folder)
		require.NoError(t, err)
		for _, want := range wants {
			assert.Contains(t, strings.Split(api, "\n"), want)
		}
	}
}

func TestAPI_AChangeIsTold(t *testing.T) {
	gone, added := docs.CompareAPI("a\nb\nc\n", "a\nc\nd\n")
	assert.Equal(t, []string{"b"}, gone)
	assert.Equal(t, []string{"d"}, added)
}
