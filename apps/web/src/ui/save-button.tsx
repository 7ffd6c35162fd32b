export interface SaveButtonProps {
  label: string;
  fileName: string;
  /** Media type. */
  type: string;
  /** Made when it is pressed. */
  text: () => string;
}

/** Hands the browser a file that was made on this page. */
export function SaveButton({ label, fileName, type, text }: SaveButtonProps) {
  const save = () => {
    const address = URL.createObjectURL(new Blob([text()], { type }));
    const link = document.createElement("a");
    link.href = address;
    link.download = fileName;
    link.click();
    // The browser has taken the bytes by then.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  return (
    <button type="button" onClick={save}>
      {label}
    </button>
  );
}
