-- +goose Up
-- 常用程度: how often a matter is asked for, 0 where nobody has said.
ALTER TABLE matters ADD COLUMN usage INTEGER NOT NULL DEFAULT 0;
