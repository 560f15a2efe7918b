"""What does PDFium say of a PDF: its pages, the words on them and how they are drawn?"""
