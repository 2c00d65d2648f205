// Follows the device's light or dark setting; loaded in the head, and only when the reader's theme is "auto".
"use strict";
const deviceIsDark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => { document.documentElement.dataset.bsTheme = deviceIsDark.matches ? "dark" : "light"; };
follow();
deviceIsDark.addEventListener("change", follow);
