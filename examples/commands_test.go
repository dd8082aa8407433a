//go:build unix

package examples_test

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// printed is what the programs of the READMEs print, each command as it stands
// there. Tests are run by whoever runs this one.
var printed = map[string]struct {
	serves bool
	want   string
}{
	"go run ./server":                                                            {true, "http://127.0.0.1:8080/communications/calls/demo/operations\n"},
	"go run ./client -status Running demo 1":                                     {false, `"status": "Running"`},
	"go run ./client -status Gone demo 1":                                        {false, "The member at /status must be one of"},
	"go run ./server -store embedded":                                            {true, "other servers: -store nats://127.0.0.1:"},
	"go run ./server -addr 127.0.0.1:8081 -store nats://127.0.0.1:PORT":          {true, "http://127.0.0.1:8081/"},
	"go run ./client -server http://127.0.0.1:8081 -status Running demo 1":       {false, `"status": "Running"`},
	"go run ./bot -store operations.db":                                          {true, "http://127.0.0.1:8090/callback\n"},
	"go run ./server -store operations.db":                                       {true, "http://127.0.0.1:8080/"},
	"curl -i -H 'Content-Type: application/json' http://127.0.0.1:8090/callback": {false, "202 Accepted"},
	"go run ./client c 1":                                                        {false, `"status": "completed"`},
	"go run ./playground":                                                        {true, "http://127.0.0.1:8090/\n"},
}

// TestCommands runs the commands of the READMEs in their order, on the addresses
// that they name, in the folder that they name.
func TestCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles every program")
	}
	need := func(what string, err error) {
		if err != nil && os.Getenv("CI") != "true" {
			t.Skipf("the commands need %s: %v", what, err)
		}
		require.NoError(t, err)
	}
	_, err := exec.LookPath("curl")
	need("curl", err)
	for _, addr := range []string{"127.0.0.1:8080", "127.0.0.1:8081", "127.0.0.1:8090"} {
		l, err := net.Listen("tcp", addr)
		need("the address "+addr, err)
		require.NoError(t, l.Close())
	}
	require.NoFileExists(t, "operations.db", "a command makes it")
	t.Cleanup(func() {
		for _, name := range []string{"operations.db", "operations.db-shm", "operations.db-wal"} {
			_ = os.Remove(name)
		}
	})
	ran := map[string]bool{}
	for _, file := range []string{"README.md", "playground/README.md"} {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, section := range strings.Split(string(text), "\n## ") {
			title, _, _ := strings.Cut(section, "\n")
			t.Run(title, func(t *testing.T) {
				nats := ""
				for _, match := range regexp.MustCompile(`(?m)^    (\S.*(?:\n      .*)*)`).FindAllStringSubmatch(section, -1) {
					command := match[1]
					if strings.Contains(command, "go test ") {
						continue
					}
					line, _, _ := strings.Cut(command, " -d '")
					as, known := printed[line]
					require.True(t, known, "a command that is not tested: %s", command)
					ran[line] = true
					command = strings.ReplaceAll(command, "nats://127.0.0.1:PORT", nats)
					if !as.serves {
						out, _ := exec.Command("sh", "-c", command).CombinedOutput() // one is refused, and fails
						require.Contains(t, string(out), as.want, command)
						continue
					}
					out := serve(t, command)
					require.Contains(t, out, as.want, command)
					if _, after, ok := strings.Cut(out, "-store nats:"); ok {
						nats, _, _ = strings.Cut("nats:"+after, "\n")
					}
				}
			})
		}
	}
	for command := range printed {
		require.True(t, ran[command], "no README has the command: %s", command)
	}
}

// serve starts a command that serves, and returns what it has printed once it
// has printed where. The end of the test interrupts it.
func serve(t *testing.T, command string) (out string) {
	t.Helper()
	cmd := exec.Command("sh", "-c", "exec "+command)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // "go run" is told to stop together with its program
	r, w, err := os.Pipe()
	require.NoError(t, err)
	cmd.Stdout, cmd.Stderr = w, w
	require.NoError(t, cmd.Start())
	require.NoError(t, w.Close())
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGINT)
		kill := time.AfterFunc(20*time.Second, func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
		defer kill.Stop()
		_ = cmd.Wait()
		_ = r.Close()
	})
	require.NoError(t, r.SetReadDeadline(time.Now().Add(5*time.Minute))) // it compiles
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		out += line
		require.NoError(t, err, "%s\n%s", command, out)
		if strings.HasPrefix(line, "http://") {
			return out
		}
	}
}
