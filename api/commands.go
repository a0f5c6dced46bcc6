package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"servicehall/internal/editing"
	"servicehall/internal/store"
)

// shell is the account of what an operator does on the command line.
const shell = "shell"

// demonstration clears the demonstration catalogue.
func demonstration(ctx context.Context, c *call) error {
	if c.args[0] != "clear" {
		return fmt.Errorf("%w：demo 后面写 clear", errUsage)
	}
	db, err := store.Open(ctx, c.config.Database, store.Options{})
	if err != nil {
		return err
	}
	cleared, at, err := editing.New(db).ClearDemonstration(ctx, shell)
	if closeErr := db.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	if cleared == 0 {
		fmt.Fprintln(c.stdout, "目录里没有演示数据，什么也没有改。")
		return nil
	}
	fmt.Fprintf(c.stdout, "撤下了%d条演示记录，目录现在是第%d版。\n", cleared, at.Number)
	return nil
}

// healthcheck asks the server on this machine whether it is ready; a container engine calls it.
func healthcheck(ctx context.Context, c *call) error {
	host, port, err := net.SplitHostPort(c.config.Addr)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, 4*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", http.NoBody)
	if err != nil {
		return err
	}
	client := &http.Client{Transport: &http.Transport{}} // no proxy: the server is on this machine
	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("服务没有回答：%w", err)
	}
	if err := response.Body.Close(); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("服务还没有就绪（%d）", response.StatusCode)
	}
	fmt.Fprintln(c.stdout, "服务就绪")
	return nil
}

// release and commit say what was built; the image's build sets them with -X.
var (
	release = "dev"
	commit  = "未知"
)

// version prints the versions of the program and of what it is made with.
func version(ctx context.Context, c *call) error {
	sqlite, err := store.SQLiteVersion(ctx)
	if err != nil {
		return err
	}
	built := commit
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				built = s.Value
			}
		}
	}
	fmt.Fprintf(c.stdout, "servicehall %s\n提交 %s\n%s %s/%s\nSQLite %s\n", release, built, runtime.Version(), runtime.GOOS, runtime.GOARCH, sqlite)
	return nil
}
