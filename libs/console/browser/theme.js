/** @typedef {'system' | 'light' | 'dark'} Theme */

const STORE = 'ragfleet.theme';

/** @returns {Theme} */
export function storedTheme() {
  const theme = localStorage.getItem(STORE);
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

/** @param {Theme} [theme] the one that was chosen before when left out */
export function applyTheme(theme = storedTheme()) {
  localStorage.setItem(STORE, theme);
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
}
