package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"
)

// rawAPIError is the typed error that a hand-written client would have.
type rawAPIError struct {
	Status int
	Errors []struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"errors"`
	Body []byte
}

func (e *rawAPIError) Error() string {
	return fmt.Sprintf("HTTP %d: %s: %s", e.Status, e.Errors[0].Code, e.Errors[0].Message)
}

func rawError(b testing.TB, client *http.Client, url string) error {
	req, err := http.NewRequest("GET", url, nil)
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer test-api-key")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "bench")
	resp, err := client.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 == 2 {
		return nil
	}
	e := &rawAPIError{Status: resp.StatusCode}
	if e.Body, err = io.ReadAll(resp.Body); err != nil {
		return err
	}
	if err := json.Unmarshal(e.Body, e); err != nil {
		return err
	}
	return e
}
