package callback

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/examples/server/store"
)

func TestFailed(t *testing.T) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	other := errors.New("other")
	for _, test := range []struct {
		name, why string
		ctx       context.Context
		err       error
		want      *answer
	}{
		{"unavailable", "to be sent again", t.Context(), fmt.Errorf("%w: x", store.ErrUnavailable), errUnavailable},
		{"too large", "not to be sent again", t.Context(), store.ErrTooLarge, errTooGreat},
		{"too large, then unavailable", "the rest is to be sent again", t.Context(), errors.Join(store.ErrTooLarge, other, store.ErrUnavailable), errUnavailable},
		{"nobody waits", "a store that was told to stop has not failed", gone, other, errUnavailable},
		{"other", "is the bot's fault", t.Context(), other, errServer},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Same(t, test.want, failed(test.ctx, test.err), test.why)
		})
	}
}
