"""The scripts by which bash, zsh and fish ask provrepo how a word goes on.

Each sets ``_PROVREPO_COMPLETE`` to ``complete_SHELL``, runs provrepo, and reads lines: first what
the shell itself is to propose besides, ``values`` (nothing), ``files`` or ``folders``; then a
proposal a line, with a tab before what it is, if anything.

Bash takes a word apart at the characters of COMP_WORDBREAKS, ``:``, ``@`` and ``=`` among them, and
replaces the last part only: it sends the whole line, and `provrepo.cli.completion` answers with the
part. Zsh and fish leave words whole.
"""

from __future__ import annotations

SEPARATOR = "\x1f"
"""What stands between words: no word has it, and no shell divides lines there."""

GOES_ON = SEPARATOR
"""What stands after a proposal that goes on, as ``border-cable/`` does: no blank follows it.

Bash wants to know it of the only proposal alone: there it stands after the first line.
"""

_BASH = r"""
_provrepo_completion() {
    local IFS=$'\n' kind line
    local -a lines=()
    COMPREPLY=()
    while IFS= read -r line; do
        lines+=("$line")
    done < <(
        _PROVREPO_COMPLETE=complete_bash _PROVREPO_LINE="${COMP_LINE:0:$COMP_POINT}" \
            _PROVREPO_WORDS="$(IFS=$'\x1f'; printf '%s' "${COMP_WORDS[*]:0:$COMP_CWORD}")" \
            _PROVREPO_BREAKS="$COMP_WORDBREAKS" "${COMP_WORDS[0]/#\~/$HOME}" 2> /dev/null
    )
    kind=${lines[0]:-files}
    COMPREPLY=("${lines[@]:1}")
    if type compopt &> /dev/null; then
        case $kind in
            *$'\x1f') compopt -o nospace ;;
        esac
        case $kind in
            values*) compopt +o default ;;
            folders*) compopt -o dirnames ;;
        esac
    fi
    return 0
}

complete -o default -F _provrepo_completion provrepo
"""

_ZSH = r"""
#compdef provrepo

_provrepo_completion() {
    local kind line value
    local -a lines whole whole_shown parts parts_shown
    lines=("${(@f)$(
        _PROVREPO_COMPLETE=complete_zsh \
            _PROVREPO_WORDS="${(pj:\x1f:)${(@Q)words[1,CURRENT-1]}}" \
            _PROVREPO_CURRENT="${(Q)PREFIX}" ${~${(Q)words[1]}} 2> /dev/null
    )}")
    kind=${lines[1]:-files}
    for line in "${(@)lines[2,-1]}"; do
        value=${line%%$'\t'*}
        [[ $line == *$'\t'* ]] && line="$value  -- ${line#*$'\t'}"
        if [[ $value == *$'\x1f' ]]; then
            parts+=("${value%$'\x1f'}") parts_shown+=("${line/$'\x1f'/}")
        else
            whole+=("$value") whole_shown+=("$line")
        fi
    done
    (( $#whole )) && compadd -l -d whole_shown -a whole
    (( $#parts )) && compadd -l -S '' -d parts_shown -a parts
    [[ $kind == files ]] && _files
    [[ $kind == folders ]] && _files -/
    return 0
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _provrepo_completion "$@"
else
    compdef _provrepo_completion provrepo
fi
"""

_FISH = r"""
function __provrepo_completion
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    set -l lines (env _PROVREPO_COMPLETE=complete_fish \
        _PROVREPO_WORDS=(string join \x1f -- $typed) _PROVREPO_CURRENT="$current" \
        $typed[1] 2> /dev/null)
    switch "$lines[1]"
        case values
        case folders
            __fish_complete_directories $current
        case '*'
            __fish_complete_path $current
    end
    if set -q lines[2]
        string replace \x1f '' -- $lines[2..-1]
    end
end

complete --command provrepo --erase
complete --command provrepo --no-files --keep-order --arguments '(__provrepo_completion)'
"""

SCRIPTS = {"bash": _BASH.strip(), "zsh": _ZSH.strip(), "fish": _FISH.strip()}


def provide() -> None:
    """Let ``--install-completion`` and ``--show-completion`` use these scripts.

    They are Typer's. Where a later Typer keeps its scripts elsewhere, it goes on with its own.
    """
    try:
        from typer._completion_shared import _completion_scripts
    except ImportError:
        return
    # Typer fills a template in.
    _completion_scripts.update(
        {shell: script.replace("%", "%%") for shell, script in SCRIPTS.items()}
    )
