package cause

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

type late struct{ error }

func (late) RetryAt() time.Time { return time.Unix(7, 0) }

func TestCauses_AreFoundWhereverTheyStandInTheChain(t *testing.T) {
	wrap := map[string]func(error) error{
		"itself":  func(err error) error { return err },
		"wrapped": func(err error) error { return fmt.Errorf("job: %w", fmt.Errorf("call: %w", err)) },
		"joined":  func(err error) error { return errors.Join(os.ErrExist, fmt.Errorf("call: %w", err)) },
	}
	for name, in := range wrap {
		for _, err := range []error{
			&tls.CertificateVerificationError{Err: os.ErrInvalid}, x509.UnknownAuthorityError{},
			x509.HostnameError{Certificate: new(x509.Certificate)}, x509.CertificateInvalidError{},
		} {
			assert.True(t, Certificate(in(err)), "%s: %T", name, err)
			assert.False(t, Timeout(in(err)), "%s: %T", name, err)
		}
		assert.True(t, Timeout(in(&net.DNSError{IsTimeout: true})), name)
		assert.False(t, Timeout(in(&net.DNSError{})), name)
		assert.False(t, Certificate(in(os.ErrExist)), name)
		at, ok := At(in(late{os.ErrExist}))
		assert.True(t, ok, name)
		assert.Equal(t, int64(7), at.Unix(), name)
		_, ok = At(in(os.ErrExist))
		assert.False(t, ok, name)
	}
	assert.False(t, Certificate(nil) || Timeout(nil))
}
