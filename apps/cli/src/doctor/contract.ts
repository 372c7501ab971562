/** One thing that was looked at. `fix` is null when nothing needs one. */
export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly fix: string | null;
}

export const well = (check: string, detail: string): Finding => ({ check, ok: true, detail, fix: null });
export const ill = (check: string, detail: string, fix: string): Finding => ({
  check,
  ok: false,
  detail,
  fix,
});
