// Stands for what the package leaves out: Ink's developer tools.
module.exports = {};
