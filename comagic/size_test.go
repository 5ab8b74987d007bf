package comagic_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const oneMethod = `package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/frontdesk-go/frontdesk/comagic"
)

func main() {
	cm, err := comagic.New(comagic.AccessToken(os.Getenv("TOKEN")))
	if err != nil {
		log.Fatal(err)
	}
	defer cm.Close()
	tags, err := cm.Tags.List(context.Background(), nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(tags.Items))
}
`

// withTemplate is oneMethod with a library that calls methods by name, for which the
// linker keeps the exported methods of all types that are reachable.
var withTemplate = strings.NewReplacer(
	`"os"`, `"os"`+"\n\t"+`"text/template"`,
	"fmt.Println(len(tags.Items))", `fmt.Println(template.Must(template.New("").Parse("{{len .Items}}")).Execute(os.Stdout, tags))`,
).Replace(oneMethod)

// byHand uses the same libraries without this module.
const byHand = `package main

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"log/slog"
	"net/http"
	"os"
	"time"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-querystring/query"
	"github.com/hashicorp/go-retryablehttp"
	"golang.org/x/time/rate"
)

type tag struct {
	ID      int64     ` + "`json:\"id\" url:\"id\"`" + `
	Name    string    ` + "`json:\"name\" url:\"name\"`" + `
	Created time.Time ` + "`json:\"creation_datetime\" url:\"created\"`" + `
}

func main() {
	client := retryablehttp.NewClient()
	client.Logger = slog.New(slog.NewJSONHandler(os.Stderr, nil))
	if err := rate.NewLimiter(1, 1).Wait(context.Background()); err != nil {
		log.Fatal(err)
	}
	options := jsonv2.JoinOptions(jsontext.AllowDuplicateNames(true), jsonv2.WithUnmarshalers(jsonv2.UnmarshalFromFunc(
		func(dec *jsontext.Decoder, t *time.Time) error {
			token, err := dec.ReadToken()
			if err == nil {
				*t, err = time.Parse(time.DateTime, token.String())
			}
			return err
		})))
	body, err := jsonv2.Marshal(map[string]any{"method": "get.tags", "params": map[string]any{"access_token": os.Getenv("TOKEN")}}, options)
	if err != nil {
		log.Fatal(err)
	}
	values, err := query.Values(tag{})
	if err != nil {
		log.Fatal(err)
	}
	resp, err := client.Post("https://dataapi.comagic.ru/v2.0?"+values.Encode(), "application/json", bytes.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	var reply struct{ Result struct{ Data []tag } }
	if err := jsonv2.UnmarshalDecode(jsontext.NewDecoder(resp.Body), &reply, options); err != nil {
		log.Fatal(err)
	}
	fmt.Println(http.StatusText(resp.StatusCode), len(reply.Result.Data))
}
`

const bare = `package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
)

func main() {
	resp, err := http.Get("https://dataapi.comagic.ru/v2.0")
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	var reply struct {
		Result struct{ Data []struct{ ID int64; Name string } }
	}
	if err := json.NewDecoder(resp.Body).Decode(&reply); err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(reply.Result.Data))
}
`

// build compiles a program inside this module, through an overlay so that nothing is
// left behind, and returns its path and its size in bytes.
func build(t *testing.T, name, source string) (path string, size int64) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "main.go")
	require.NoError(t, os.WriteFile(file, []byte(source), 0o600))
	here, err := os.Getwd()
	require.NoError(t, err)
	overlay := filepath.Join(dir, "overlay.json")
	place := filepath.Join(here, "testdata", name, "main.go")
	require.NoError(t, os.WriteFile(overlay, []byte(`{"Replace":{"`+place+`":"`+file+`"}}`), 0o600))
	path = filepath.Join(dir, name)
	out, err := exec.Command("go", "build", "-trimpath", "-overlay", overlay, "-o", path, "./testdata/"+name).CombinedOutput()
	require.NoError(t, err, "%s", out)
	info, err := os.Stat(path)
	require.NoError(t, err)
	return path, info.Size()
}

// measured tells the Go for which the bounds are: another release has another compiler,
// and another JSON, as JSON v2 of the standard library is.
var measured = strings.HasPrefix(runtime.Version(), "go1.26") && !strings.Contains(runtime.Version(), "jsonv2")

// A program pays for the methods that it calls, not for all 350, and for the options
// that it gives. Beyond the libraries' own code, what is left are the counting of limits,
// the redactor, the call with its retries, and this package's checks and paging, about
// 50 KB of machine code each at most; the rest of the file is their tables and what
// debuggers read, three times as much as the code.
func TestSize_AProgramHoldsOnlyWhatItUses(t *testing.T) {
	const mb = 1 << 20
	_, size := build(t, "onemethod", oneMethod)
	_, hand := build(t, "byhand", byHand)
	_, plain := build(t, "bare", bare)
	t.Logf("one method %.3f MB, by hand %.3f MB, net/http %.3f MB", float64(size)/mb, float64(hand)/mb, float64(plain)/mb)
	overHand, overPlain := 0.75, 2.0
	if measured {
		overHand, overPlain = 0.56, 2.0
	}
	assert.LessOrEqual(t, float64(size-hand)/mb, overHand, "more than the same libraries by hand")
	assert.LessOrEqual(t, float64(size-plain)/mb, overPlain, "more than net/http alone")
}

// What only an option needs is not in a program without the option.
func TestLinker_OptionsBringTheirOwnCode(t *testing.T) {
	program, _ := build(t, "onemethod", oneMethod)
	out, err := exec.Command("go", "tool", "nm", program).Output()
	require.NoError(t, err)
	symbols := []string{
		"log/slog.(*commonHandler).handle", "frontdesk.logger.LogCall", "internal/dump.", // WithLogger, WithDump
		"internal/quota.behind", "frontdesk.checkHeader", // WithLimiter, WithHeader
		"comagic.(*session)", "comagic.inResult", "wire.OpenRows", // Login, flat results, All
		"wire.(*Codec).readAny",
	}
	if measured {
		symbols = append(symbols, "encoding/json.Marshal", "encoding/json.newTypeEncoder")
	}
	for _, symbol := range symbols {
		assert.False(t, strings.Contains(string(out), symbol), "%s is linked", symbol)
	}
}

func TestLinker_NoMethodOfAnUnusedServiceIsLinked(t *testing.T) {
	for name, source := range map[string]string{"onemethod": oneMethod, "withtemplate": withTemplate} {
		program, _ := build(t, name, source)
		out, err := exec.Command("go", "tool", "nm", program).Output()
		require.NoError(t, err)
		// A column of another list in the data means that lists are made at the start
		// of the program, all of them.
		data, err := os.ReadFile(program)
		require.NoError(t, err)
		assert.NotContains(t, string(data), "last_answered_employee_rating", "%s: the columns of a list that is not used are linked", name)
		used := false
		for line := range strings.Lines(string(out)) {
			used = used || strings.Contains(line, "comagic.listTags")
			_, method, found := strings.Cut(line, "comagic.(*")
			service, _, _ := strings.Cut(method, ")")
			if found && strings.HasSuffix(service, "Service") && service != "TagsService" || strings.Contains(line, "comagic.listReports") {
				t.Errorf("%s: a method of an unused service is linked: %s", name, strings.TrimSpace(line))
			}
		}
		assert.True(t, used, "%s: the method that is used is not there", name)
	}
}
