"""PDF files of our own, written by hand."""


def pdf(*pages: list[str], title: str | None = None, encrypt: bool = False) -> bytes:
    """Return a PDF with one line of text after the other on each page."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, lines in enumerate(pages):
        shown = "\n".join(f"({line}) Tj 0 -14 Td" for line in lines)
        drawn = f"BT /F1 11 Tf 50 780 Td\n{shown}\nET" if lines else "0 0 100 100 re f"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    objects.append(f"<< /Title ({title or ''}) >>")
    trailer = f"/Root 1 0 R /Info {len(objects)} 0 R"
    if encrypt:
        key = "00" * 32
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >>")
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<{key}> <{key}>]"
    return _written(objects, trailer).encode("latin-1")


def _written(objects: list[str], trailer: str) -> str:
    body, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    return (
        f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{len(body)}\n%%EOF\n"
    )
